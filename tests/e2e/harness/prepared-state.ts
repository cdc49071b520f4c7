import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startProgram } from "../../../scripts/testing/program.ts";
import { KEEPER } from "./shared-stack.ts";

const run = promisify(execFile);
/** Where what each stack starts on was prepared; every process of a test run has it in its environment. */
const VARIABLE = "NEARCAST_PREPARED_STATE";
const PREPARE = fileURLToPath(new URL("prepare.ts", import.meta.url));
const STACK_KEEPER = fileURLToPath(new URL("stack-keeper.ts", import.meta.url));

/**
 * Prepares, once in a test run, what else each of its stacks would make for itself, and has a keeper for those that test files share.
 * Vitest calls it before the first test.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env[VARIABLE] !== undefined) return async () => {};
  const directory = await mkdtemp(join(tmpdir(), "nearcast-prepared-"));
  process.env[VARIABLE] = directory;
  await run(process.execPath, [PREPARE, directory]);
  const keeper = await startProgram<string>(STACK_KEEPER);
  process.env[KEEPER] = keeper.value;
  return async () => {
    await keeper.close();
    await rm(directory, { recursive: true, force: true });
  };
}

/** Has a new state directory begin with what was prepared; empty where nothing was. */
export async function copyPreparedState(stateDirectory: string): Promise<void> {
  const prepared = process.env[VARIABLE];
  // It keeps owners: PostgreSQL does not run as root.
  if (prepared !== undefined) await run("cp", ["-a", `${prepared}/.`, stateDirectory]);
}
