import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** Where on PATH, or else at which of these paths, the first of these programs is; undefined where none is. */
export async function findOnPath(
  names: readonly string[],
  otherwise: readonly string[] = [],
): Promise<string | undefined> {
  const directories = (process.env.PATH ?? "").split(delimiter);
  const onPath = names.flatMap((name) => directories.map((directory) => join(directory, name)));
  for (const candidate of [...onPath, ...otherwise]) if (await isExecutable(candidate)) return candidate;
  return undefined;
}

/** Whether this process may run what is at a path. */
export function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
