import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";

/** Takes the lines that the programs of a stack write. */
export type Log = (program: string, line: string) => void;

/**
 * Writes what each program says to `<program>.log` in a directory, anew at each start.
 *
 * @param also gets every line too
 */
export function createFileLog(directory: string, also: Log): Log {
  mkdirSync(directory, { recursive: true });
  const files = new Map<string, ReturnType<typeof createWriteStream>>();
  return (program, line) => {
    let file = files.get(program);
    if (!file) {
      file = createWriteStream(join(directory, `${program}.log`));
      // A state directory that is removed under a running test is no reason to fail.
      file.on("error", () => {});
      files.set(program, file);
    }
    file.write(`${line}\n`);
    also(program, line);
  };
}
