import { type ChildExit, startChild } from "../process/child.ts";

/** What a program that was asked something said, and how it ended. */
export interface Answer {
  readonly exit: ChildExit;
  /** All that it wrote to its standard output. */
  readonly text: string;
  /** The last lines of both outputs. */
  readonly lines: readonly string[];
}

/** Runs a program to its end, for what it prints. @throws {UserError} where it cannot be started */
export async function ask(name: string, command: string, ...args: string[]): Promise<Answer> {
  const said: string[] = [];
  const child = await startChild({
    name,
    command,
    args,
    output: (line, from) => {
      if (from === "stdout") said.push(line);
    },
  });
  const exit = await child.exited;
  return { exit, text: said.join("\n"), lines: child.lastLines() };
}
