import type { Step } from "../cli/terminal.ts";
import { UserError } from "../cli/user-error.ts";
import { findOnPath, isExecutable } from "./on-path.ts";
import { ensureSystemPackages } from "./system-packages.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_PATHS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The path of a Chromium for the tests: the variable CHROMIUM, else one that is installed, else Debian's,
 * installed now.
 *
 * @throws {UserError} when there is none and it cannot be installed from here
 */
export async function ensureChromium(step: Step): Promise<string> {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    if (await isExecutable(chosen)) return chosen;
    throw new UserError(`CHROMIUM=${chosen} is not a program. Set it to the path of Chromium or Chrome.`);
  }
  const installed = await findChromium();
  if (installed) return installed;
  await ensureSystemPackages(
    ["chromium"],
    "Testing with a real browser",
    "Install Chromium or Chrome, or set CHROMIUM to its path.",
    step,
  );
  const fresh = await findChromium();
  if (fresh) return fresh;
  throw new UserError("Chromium was installed but is not on PATH. Set CHROMIUM to its path.");
}

function findChromium(): Promise<string | undefined> {
  return findOnPath(NAMES, process.platform === "darwin" ? MAC_PATHS : []);
}
