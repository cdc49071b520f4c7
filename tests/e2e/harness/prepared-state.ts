import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Where what each stack starts on was prepared; every process of a test run has it in its environment. */
const VARIABLE = "NEARCAST_PREPARED_STATE";
const PROGRAM = fileURLToPath(new URL("prepare.ts", import.meta.url));

/** Prepares, once in a test run, what else each of its stacks would make for itself. Vitest calls it before the first test. */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env[VARIABLE] !== undefined) return async () => {};
  const directory = await mkdtemp(join(tmpdir(), "nearcast-prepared-"));
  process.env[VARIABLE] = directory;
  await run(process.execPath, [PROGRAM, directory]);
  return () => rm(directory, { recursive: true, force: true });
}

/** Has a new state directory begin with what was prepared; empty where nothing was. */
export async function copyPreparedState(stateDirectory: string): Promise<void> {
  const prepared = process.env[VARIABLE];
  // It keeps owners: PostgreSQL does not run as root.
  if (prepared !== undefined) await run("cp", ["-a", `${prepared}/.`, stateDirectory]);
}
