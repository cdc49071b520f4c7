import { inspect } from "node:util";
import { UserError } from "./user-error.ts";

/** Runs a piece of work under a title, and shows how far it is; what `work` throws passes through. */
export type Step = <T>(title: string, work: (report: (detail: string) => void) => Promise<T>) => Promise<T>;

/** A line of progress is repeated this often where lines cannot be overwritten. */
const REPORT_INTERVAL_MS = 15_000;

const terminal = process.stdout;
const active = new Map<symbol, string>();

/**
 * Shows steps on the terminal: one line that is rewritten while they run (several may run at once), and one
 * line that stays for each that has ended. Where the output is no terminal, a long step says so every 15 s.
 */
export const step: Step = async (title, work) => {
  const key = Symbol(title);
  const started = Date.now();
  let text = title;
  let reported = started;
  const report = (detail: string): void => {
    text = `${title}: ${detail}`;
    active.set(key, text);
    if (terminal.isTTY) redraw();
    else if (Date.now() - reported >= REPORT_INTERVAL_MS) {
      reported = Date.now();
      terminal.write(`… ${text}\n`);
    }
  };
  active.set(key, text);
  redraw();
  try {
    const result = await work(report);
    active.delete(key);
    say(`✔ ${title} (${seconds(Date.now() - started)})`);
    return result;
  } catch (error) {
    active.delete(key);
    say(`✖ ${title}`);
    throw error;
  }
};

/** Runs the work of a step without a word. */
export const silently: Step = (_title, work) => work(() => {});

/** Prints a line above the one that shows progress. */
export function say(line: string): void {
  terminal.write(terminal.isTTY ? `\r\x1b[K${line}\n` : `${line}\n`);
  redraw();
}

/**
 * Prints an error: its one line, and below it what the failed program said. Any error but a UserError is a
 * mistake in these scripts, so its stack is printed.
 */
export function complain(error: unknown): void {
  if (terminal.isTTY) terminal.write("\r\x1b[K");
  const lines =
    error instanceof UserError
      ? [error.message, ...error.details.map((detail) => `    ${detail}`)]
      : [inspect(error)];
  process.stderr.write(`✖ ${lines.join("\n")}\n`);
}

/** A duration in milliseconds as people say it, e.g. `1.2 s`. */
function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function redraw(): void {
  if (!terminal.isTTY || active.size === 0) return;
  const line = `… ${[...active.values()].join(" · ")}`;
  terminal.write(`\r\x1b[K${line.slice(0, terminal.columns - 1)}`);
}
