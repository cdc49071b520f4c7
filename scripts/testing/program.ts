import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { ROOT } from "../cli/paths.ts";

/** A program that runs beside tests, and what it said first. */
export interface Program<T> {
  readonly value: T;
  /** Has it end, and waits until it has. */
  close(): Promise<void>;
}

/**
 * Starts a program that says in its first line, as JSON, where it is, and ends when its standard input does, so also with who started
 * it. In a process of its own modules resolve as Node has it, which they do not in Vitest's.
 */
export async function startProgram<T>(path: string): Promise<Program<T>> {
  const child = spawn(process.execPath, [path], { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), ended]);
  if (Array.isArray(first) || first.done) throw new Error(`${path} did not start.`);
  const close = async () => {
    child.stdin.end();
    await ended;
  };
  return { value: JSON.parse(first.value), close };
}
