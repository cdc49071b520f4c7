import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "vite";
import { hashFiles } from "../cli/hash.ts";
import { ROOT, STATE_DIRECTORY } from "../cli/paths.ts";
import type { Step } from "../cli/terminal.ts";
import { UserError } from "../cli/user-error.ts";
import { waitForLock } from "../process/lock.ts";

export const PAGE_CONFIG = join(ROOT, "web/vite.config.ts");
export const PAGE_OUTPUT = join(ROOT, "web/dist");

/** Everything the page is made from. */
const INPUTS = ["web", "protocol", "package-lock.json"].map((name) => join(ROOT, name));
const STAMP = join(STATE_DIRECTORY, "page");

/**
 * Builds the page into web/dist, unless it was built from the very same files.
 *
 * @throws {UserError} when it does not build
 */
export async function ensurePage(step: Step): Promise<void> {
  const lock = await waitForLock(`${STAMP}.lock`, () => {});
  try {
    const wanted = await hashFiles(INPUTS, isNoInput);
    if (await isBuilt(wanted)) return;
    await step("Building the page", buildPage);
    await writeFile(STAMP, wanted);
  } finally {
    lock.release();
  }
}

/** @throws {UserError} when the page does not build */
async function buildPage(): Promise<void> {
  try {
    await build({ configFile: PAGE_CONFIG, logLevel: "warn", mode: "production" });
  } catch (cause) {
    const [first, ...rest] = (cause as Error).message.split("\n");
    throw new UserError(`The page does not build: ${first}`, rest, { cause });
  }
}

function isNoInput(name: string): boolean {
  return name === "dist" || name === "node_modules" || /\.test\.tsx?$/.test(name);
}

async function isBuilt(wanted: string): Promise<boolean> {
  try {
    await stat(join(PAGE_OUTPUT, "index.html"));
    return (await readFile(STAMP, "utf8")) === wanted;
  } catch {
    return false;
  }
}
