import type { Step } from "../cli/terminal.ts";
import { UserError } from "../cli/user-error.ts";
import { findOnPath, isExecutable } from "./on-path.ts";
import { ensureSystemPackages } from "./system-packages.ts";

/** A browser for the tests. */
interface TestBrowser {
  readonly title: string;
  /** The variable with its path. */
  readonly variable: string;
  readonly names: readonly string[];
  readonly macPaths: readonly string[];
  /** Debian's package of it. */
  readonly systemPackage: string;
}

const CHROMIUM: TestBrowser = {
  title: "Chromium or Chrome",
  variable: "CHROMIUM",
  names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
  macPaths: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  systemPackage: "chromium",
};

const FIREFOX: TestBrowser = {
  title: "Firefox",
  variable: "FIREFOX",
  names: ["firefox-esr", "firefox"],
  macPaths: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
  systemPackage: "firefox-esr",
};

/**
 * The path of a Chromium for the tests: the variable CHROMIUM, else one that is installed, else Debian's,
 * installed now.
 *
 * @throws {UserError} when there is none and it cannot be installed from here
 */
export const ensureChromium = (step: Step): Promise<string> => ensureBrowser(CHROMIUM, step);

/** The same of a Firefox, and the variable FIREFOX. */
export const ensureFirefox = (step: Step): Promise<string> => ensureBrowser(FIREFOX, step);

async function ensureBrowser(browser: TestBrowser, step: Step): Promise<string> {
  const { title, variable, systemPackage } = browser;
  const chosen = process.env[variable];
  if (chosen) {
    if (await isExecutable(chosen)) return chosen;
    throw new UserError(`${variable}=${chosen} is not a program. Set it to the path of ${title}.`);
  }
  const installed = await find(browser);
  if (installed) return installed;
  await ensureSystemPackages(
    [systemPackage],
    "Testing with a real browser",
    `Install ${title}, or set ${variable} to its path.`,
    step,
  );
  const fresh = await find(browser);
  if (fresh) return fresh;
  throw new UserError(`${title} was installed but is not on PATH. Set ${variable} to its path.`);
}

function find({ names, macPaths }: TestBrowser): Promise<string | undefined> {
  return findOnPath(names, process.platform === "darwin" ? macPaths : []);
}
