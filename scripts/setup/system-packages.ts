import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Step } from "../cli/terminal.ts";
import { UserError } from "../cli/user-error.ts";
import { runChild } from "../process/child.ts";

const execute = promisify(execFile);

/**
 * Sees to it that packages of Debian or Ubuntu are there: installs them when this process may, else says how.
 *
 * @param purpose what they are for, as the start of a sentence: "Building mediasoup-worker"
 * @param otherwise what to do on a system without apt-get, as a whole sentence
 * @throws {UserError} when they are missing and cannot be installed from here
 */
export async function ensureSystemPackages(
  packages: readonly string[],
  purpose: string,
  otherwise: string,
  step: Step,
): Promise<void> {
  const missing = await missingPackages(packages);
  if (missing === undefined) throw new UserError(`${purpose} needs a program that is not here. ${otherwise}`);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new UserError(
      `${purpose} needs system packages. Run: sudo apt-get install --no-install-recommends ${missing.join(" ")}`,
    );
  }
  await step(`Installing ${missing.join(", ")}`, async (report) => {
    await aptGet(["update"], report);
    await aptGet(["install", "--yes", "--no-install-recommends", ...missing], report);
  });
}

/** Undefined where the system has no dpkg. */
async function missingPackages(packages: readonly string[]): Promise<string[] | undefined> {
  try {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query fills in these names itself.
    const listing = await execute("dpkg-query", ["--show", "-f", "${Package} ${db:Status-Status}\n"]);
    const installed = new Set(listing.stdout.split("\n"));
    return packages.filter((name) => !installed.has(`${name} installed`));
  } catch {
    return undefined;
  }
}

function aptGet(args: readonly string[], output: (line: string) => void): Promise<void> {
  return runChild({
    name: `apt-get ${args[0]}`,
    command: "apt-get",
    // Another apt-get may be at work, as on a machine that has just booted.
    args: ["-q", "-o", "DPkg::Lock::Timeout=120", ...args],
    env: { DEBIAN_FRONTEND: "noninteractive" },
    output,
  });
}
