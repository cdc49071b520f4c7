import { constants } from "node:os";
import { stopAllChildren } from "../process/child.ts";
import { complain } from "./terminal.ts";

/** What a command may ask of the process it runs in. */
export interface CommandContext {
  /** Has `close` called when the command is stopped by a signal; the last one given is closed first. */
  onStop(close: () => Promise<void>): void;
}

export interface CommandOptions {
  /** Whether Ctrl-C is how this command is meant to end; then its exit code is 0. */
  readonly endsBySignal?: boolean;
}

/** How often a command looks whether the launcher that started it is still there. */
const PARENT_CHECK_MS = 1000;

/**
 * Runs a command of scripts/ and ends the process: with the exit code `main` returns (nothing is 0), with 1
 * and one clear line after an error, or after SIGINT, SIGTERM or SIGHUP once every child has ended.
 */
export async function runCommand(
  main: (context: CommandContext) => Promise<number | undefined>,
  { endsBySignal = false }: CommandOptions = {},
): Promise<void> {
  const closers: (() => Promise<void>)[] = [];
  let stopping = false;
  const stop = async (exitCode: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    for (const close of closers.reverse()) await close().catch(() => {});
    await stopAllChildren();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void stop(endsBySignal ? 0 : 128 + constants.signals[signal]));
  }
  stopWithoutLauncher(() => void stop(1));

  let exitCode: number;
  try {
    exitCode = (await main({ onStop: (close) => closers.push(close) })) ?? 0;
  } catch (error) {
    // While stopping, everything that was under way fails; none of that is news.
    if (stopping) return;
    complain(error);
    exitCode = 1;
  }
  await stop(exitCode);
}

/** A launcher that was killed hard passes no signal on, but its child is handed to another parent. */
function stopWithoutLauncher(stop: () => void): void {
  const launcher = process.ppid;
  setInterval(() => {
    if (process.ppid !== launcher) stop();
  }, PARENT_CHECK_MS).unref();
}
