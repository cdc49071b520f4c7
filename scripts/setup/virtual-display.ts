import type { Step } from "../cli/terminal.ts";
import { ensureSystemPackages } from "./system-packages.ts";

/**
 * Sees to it that the tests can share a whole screen, and says whether they can: it is Xvfb's, which is for Linux.
 *
 * @throws {UserError} when it is missing and cannot be installed from here
 */
export async function ensureVirtualDisplay(step: Step): Promise<boolean> {
  if (process.platform !== "linux") return false;
  await ensureSystemPackages(["xvfb"], "Testing with a screen to share", "Install Xvfb.", step);
  return true;
}
