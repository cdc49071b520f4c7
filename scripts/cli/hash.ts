import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { ROOT } from "./paths.ts";

/**
 * A hash over the names and contents of files, in hex.
 *
 * @param paths files, and directories that are walked
 * @param skip names of files and directories that do not count
 */
export async function hashFiles(
  paths: readonly string[],
  skip: (name: string) => boolean = () => false,
): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of await walk(path, skip)) {
      hash
        .update(`${relative(ROOT, file)}\0`)
        .update(await readFile(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

async function walk(path: string, skip: (name: string) => boolean): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const names = (await readdir(path)).filter((name) => !skip(name)).sort();
  return (await Promise.all(names.map((name) => walk(join(path, name), skip)))).flat();
}
