import { join } from "node:path";
import { ROOT, STATE_DIRECTORY, TOOLS } from "../cli/paths.ts";
import type { Step } from "../cli/terminal.ts";
import { runChild } from "../process/child.ts";
import { ensureBuilt } from "./built.ts";
import { OFFLINE } from "./node-keys.ts";

/** Everything the Worker is made from. */
const INPUTS = ["worker", "protocol", "wrangler.toml", "package-lock.json"].map((name) => join(ROOT, name));
const OUTPUT = join(STATE_DIRECTORY, "worker-built");

/** The Worker as it would be deployed, as one file. */
export const WORKER_OUTPUT = join(OUTPUT, "index.js");

/**
 * Builds the Worker, unless it was built from the very same files. Its page has to be there, or at least the directory for it.
 *
 * @throws {UserError} when it does not build
 */
export async function ensureWorker(step: Step): Promise<void> {
  await ensureBuilt({
    name: "worker",
    inputs: INPUTS,
    output: WORKER_OUTPUT,
    build: () => step("Building the Worker", buildWorker),
  });
}

/** Has wrangler bundle the Worker, as it does before it deploys. @throws {UserError} when it does not build */
async function buildWorker(): Promise<void> {
  await runChild({
    name: "wrangler",
    command: process.execPath,
    args: [TOOLS.wrangler, "deploy", "--dry-run", "--outdir", OUTPUT],
    env: OFFLINE,
    keptLines: 200,
  });
}
