import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A process of this machine. */
interface Process {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
}

/** Processes that stand still until they are let go on. */
export interface Frozen {
  thaw(): void;
}

/**
 * Stops every process that this test has started, or its children have, whose command has these words in it; and all that
 * those have started. They keep their sockets, and neither answer nor close them.
 */
export async function freeze(words: string): Promise<Frozen> {
  const all = await processes();
  const ours = familyOf(all, process.pid);
  const found = ours.filter(({ command }) => command.includes(words));
  if (found.length === 0) throw new Error(`there is no process with "${words}" in its command`);
  const family = new Set(found.flatMap(({ id }) => [id, ...familyOf(all, id).map((child) => child.id)]));
  for (const id of family) process.kill(id, "SIGSTOP");
  return {
    thaw: () => {
      for (const id of family) letGoOn(id);
    },
  };
}

/** What was killed meanwhile has nothing to go on with. */
function letGoOn(id: number): void {
  try {
    process.kill(id, "SIGCONT");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Kills all that a process has started, as a crash would (SIGKILL), and not the process itself. */
export async function killChildren(id: number): Promise<void> {
  const family = familyOf(await processes(), id);
  if (family.length === 0) throw new Error(`the process ${id} has no children`);
  for (const child of family) process.kill(child.id, "SIGKILL");
}

async function processes(): Promise<Process[]> {
  const { stdout } = await run("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { maxBuffer: 16_000_000 });
  return stdout.split("\n").flatMap((line) => {
    const [, id, parent, command = ""] = line.match(/^\s*(\d+)\s+(\d+)\s+(.*)$/) ?? [];
    return id === undefined ? [] : [{ id: Number(id), parent: Number(parent), command }];
  });
}

/** All that a process has started, parents first. */
function familyOf(all: readonly Process[], ancestor: number): Process[] {
  const children = all.filter(({ parent }) => parent === ancestor);
  return children.flatMap((child) => [child, ...familyOf(all, child.id)]);
}
