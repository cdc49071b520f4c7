import { readdir, readFile, readlink } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../../../scripts/cli/user-error.ts";

/** Less than this in one look is a process with nothing to do but its heartbeats. */
const QUIET_SECONDS = 0.02;
const LOOK_EVERY_MS = 250;
const PATIENCE_MS = 10_000;

/** @throws {UserError} where the system does not say what a process has used */
export function requireProc(): void {
  if (process.platform !== "linux")
    throw new UserError("The bench reads the CPU time of processes from /proc, which only Linux has.");
}

/**
 * The seconds of CPU time that the threads of a process have used so far, in user and kernel mode. The scheduler counts
 * them in nanoseconds; /proc/<pid>/stat has ticks of 10 ms, which are too coarse for what takes a tenth of a second.
 */
export async function cpuSeconds(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const used = await Promise.all(
    threads.map(async (thread) => {
      // A thread may end between the two looks; those of servers live as long as they do.
      const times = await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8").catch(() => "0");
      return Number(times.split(" ")[0]);
    }),
  );
  return used.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9;
}

/** What a piece of work costs a process in seconds of CPU, with what it still does afterwards on account of it. */
export async function costOf(pid: number, work: () => Promise<void>, afterMs: number): Promise<number> {
  const before = await cpuSeconds(pid);
  await work();
  await delay(afterMs);
  await quiet(pid);
  return (await cpuSeconds(pid)) - before;
}

async function quiet(pid: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  let used = await cpuSeconds(pid);
  while (performance.now() < deadline) {
    await delay(LOOK_EVERY_MS);
    const now = await cpuSeconds(pid);
    if (now - used < QUIET_SECONDS) return;
    used = now;
  }
  throw new Error(`process ${pid} does not come to rest`);
}

/** The processes that a process has started and that still run. */
export async function childrenOf(pid: number): Promise<number[]> {
  return [...(await parentOfEach())].filter(([, parent]) => parent === pid).map(([child]) => child);
}

/** The descendant of this process that has this name and holds a file below this directory open. */
export async function findProcess(name: string, directory: string): Promise<number> {
  const known = await parentOfEach();
  for (const pid of known.keys()) {
    const comm = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
    if (comm.trim() === name && descends(pid, known) && (await holds(pid, directory))) return pid;
  }
  throw new Error(`no ${name} of ours holds ${directory} open`);
}

/** Of every process, who started it. */
async function parentOfEach(): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  for (const pid of (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry)).map(Number)) {
    // One that has just ended is none of ours.
    const fields = await statOf(pid).catch(() => null);
    if (fields) found.set(pid, Number(fields[1]));
  }
  return found;
}

function descends(pid: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined; at = parents.get(at))
    if (at === process.pid) return true;
  return false;
}

async function holds(pid: number, directory: string): Promise<boolean> {
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "");
    if (target.startsWith(`${directory}/`)) return true;
  }
  return false;
}

/** The fields of /proc/<pid>/stat after the process's name, which may have spaces: state is the first. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}
