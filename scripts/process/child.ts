import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { ROOT } from "../cli/paths.ts";
import { UserError } from "../cli/user-error.ts";
import { unwatchGroup, watchGroup } from "./watchdog.ts";

export interface ChildOptions {
  /** What people call it, at the start of a sentence: "The database". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to our own environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Gets every line the program writes to either output. With "inherit" they go to our own terminal. */
  readonly output?: ((line: string, from: "stdout" | "stderr") => void) | "inherit";
  /** How many of its last lines are kept, to be shown when it fails; 15 unless given. */
  readonly keptLines?: number;
  /** What asks the program to end in good order. */
  readonly stopSignal?: NodeJS.Signals;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether it ended because `stop` or `kill` was called. */
  readonly requested: boolean;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the program has ended, and never rejects. */
  readonly exited: Promise<ChildExit>;
  /** The last lines it wrote. */
  lastLines(): readonly string[];
  /** Asks it to end and ends its whole process group after 5 s; resolves when all is gone. Idempotent. */
  stop(): Promise<void>;
  /** Ends its process group at once, as a crash would. */
  kill(): Promise<void>;
}

const STOP_GRACE_MS = 5000;
const KEPT_LINES = 15;

const alive = new Set<Child>();
let closed = false;

/**
 * Starts a program in a process group of its own, which never outlives this process.
 *
 * @throws {UserError} when the program cannot be started
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  if (closed) throw new UserError(`${options.name} is not started any more`);
  const inherit = options.output === "inherit";
  const process_ = spawn(options.command, options.args, {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: inherit ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  // Listening before the first await: a program may end in the very next turn.
  const gone = new Promise<void>((resolve) => process_.once("exit", () => resolve()));
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    process_.once("close", (code, signal) => resolve([code, signal]));
  });
  try {
    await once(process_, "spawn");
  } catch (cause) {
    throw new UserError(`${options.name} could not be started: ${(cause as Error).message}`, [], { cause });
  }
  const pid = process_.pid as number;
  watchGroup(pid);
  // What a program leaves behind would also keep its outputs open.
  void gone.then(() => signalGroup(pid, "SIGKILL"));

  const { keptLines = KEPT_LINES } = options;
  const lines: string[] = [];
  for (const from of ["stdout", "stderr"] as const) {
    const stream = process_[from];
    if (!stream) continue;
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      if (typeof options.output === "function") options.output(line, from);
    });
  }

  let requested = false;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    requested = true;
    // Only the leader is asked: it ends its own children in the order it knows.
    if (process_.exitCode === null && process_.signalCode === null) process_.kill(signal);
    const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), STOP_GRACE_MS);
    await child.exited;
    clearTimeout(timer);
  };
  let stopping: Promise<void> | undefined;
  const child: Child = {
    name: options.name,
    pid,
    exited: ended.then(([code, signal]) => {
      alive.delete(child);
      unwatchGroup(pid);
      return { code, signal, requested };
    }),
    lastLines: () => [...lines],
    stop() {
      stopping ??= end(options.stopSignal ?? "SIGTERM");
      return stopping;
    },
    async kill() {
      requested = true;
      signalGroup(pid, "SIGKILL");
      await child.exited;
    },
  };
  alive.add(child);
  return child;
}

/**
 * Runs a program to its end.
 *
 * @throws {UserError} with its last lines, when its exit code is not 0
 */
export async function runChild(options: ChildOptions): Promise<void> {
  const child = await startChild(options);
  const exit = await child.exited;
  if (exit.code !== 0) throw new UserError(describeExit(child.name, exit), child.lastLines());
}

/** Ends every child, and lets none start after that: for the end of this process. */
export async function stopAllChildren(): Promise<void> {
  closed = true;
  await Promise.all([...alive].map((child) => child.stop()));
}

/** One line that says how a program ended. */
export function describeExit(name: string, exit: ChildExit): string {
  return exit.signal
    ? `${name} was ended by ${exit.signal}`
    : `${name} ended with exit code ${exit.code ?? "?"}`;
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // The group is gone already.
  }
}
