import { join } from "node:path";
import { build } from "vite";
import { ROOT } from "../cli/paths.ts";
import type { Step } from "../cli/terminal.ts";
import { UserError } from "../cli/user-error.ts";
import { ensureBuilt } from "./built.ts";

export const PAGE_CONFIG = join(ROOT, "web/vite.config.ts");
export const PAGE_OUTPUT = join(ROOT, "web/dist");

/** Everything the page is made from. */
const INPUTS = ["web", "protocol", "package-lock.json"].map((name) => join(ROOT, name));

/**
 * Builds the page into web/dist, unless it was built from the very same files.
 *
 * @throws {UserError} when it does not build
 */
export async function ensurePage(step: Step): Promise<void> {
  await ensureBuilt({
    name: "page",
    inputs: INPUTS,
    output: join(PAGE_OUTPUT, "index.html"),
    build: () => step("Building the page", buildPage),
  });
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
