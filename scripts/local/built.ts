import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hashFiles } from "../cli/hash.ts";
import { STATE_DIRECTORY } from "../cli/paths.ts";
import { waitForLock } from "../process/lock.ts";

interface Build {
  /** Of the file that remembers from what it was built. */
  readonly name: string;
  /** The files and directories that it is made from. */
  readonly inputs: readonly string[];
  /** A file that is there when it is built. */
  readonly output: string;
  build(): Promise<void>;
}

/** Builds something, unless it was built from the very same files. One process does at a time. */
export async function ensureBuilt({ name, inputs, output, build }: Build): Promise<void> {
  const stamp = join(STATE_DIRECTORY, name);
  const lock = await waitForLock(`${stamp}.lock`, () => {});
  try {
    const wanted = await hashFiles(inputs, isNoInput);
    if (await isBuilt(output, stamp, wanted)) return;
    await build();
    await writeFile(stamp, wanted);
  } finally {
    lock.release();
  }
}

function isNoInput(name: string): boolean {
  return name === "dist" || name === "node_modules" || /\.test\.tsx?$/.test(name);
}

async function isBuilt(output: string, stamp: string, wanted: string): Promise<boolean> {
  try {
    await access(output);
    return (await readFile(stamp, "utf8")) === wanted;
  } catch {
    return false;
  }
}
