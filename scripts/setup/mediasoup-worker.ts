import { access, chmod, constants, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { hashFiles } from "../cli/hash.ts";
import { ROOT } from "../cli/paths.ts";
import type { Step } from "../cli/terminal.ts";
import { UserError } from "../cli/user-error.ts";
import { runChild, startChild } from "../process/child.ts";
import { waitForLock } from "../process/lock.ts";
import { downloadWorker } from "./mediasoup-prebuilt.ts";
import { ensureSystemPackages } from "./system-packages.ts";

const RECIPE = join(ROOT, "scripts/mediasoup-worker");
const PACKAGE = join(ROOT, "node_modules/mediasoup");

/** What RECIPE/build.sh needs. */
const BUILD_PACKAGES = [
  "flatbuffers-compiler",
  "g++",
  "libabsl-dev",
  "libflatbuffers-dev",
  "libsrtp2-dev",
  "libssl-dev",
  "libuv1-dev",
  "meson",
  "ninja-build",
  "pkg-config",
];

/** mediasoup-worker ends with this code when it runs well but was not started by mediasoup. */
const RUNS_EXIT_CODE = 41;

/**
 * The path of a mediasoup-worker of the installed mediasoup's version: the variable MEDIASOUP_WORKER_BIN, else
 * the one in the user's cache, which is downloaded from mediasoup's releases or, where that fails, built.
 *
 * @throws {UserError} when it can be neither downloaded nor built here
 */
export async function ensureMediasoupWorker(step: Step): Promise<string> {
  const chosen = process.env.MEDIASOUP_WORKER_BIN;
  if (chosen) {
    await access(chosen, constants.X_OK).catch(() => {
      throw new UserError(`MEDIASOUP_WORKER_BIN=${chosen} is not a program. Correct it, or unset it.`);
    });
    return chosen;
  }
  const version = await installedVersion();
  const recipe = (await hashFiles([RECIPE])).slice(0, 8);
  const directory = join(cacheHome(), `${version}-${process.platform}-${process.arch}-${recipe}`);
  const binary = join(directory, "mediasoup-worker");
  if (await runs(binary)) return binary;
  return step(`Getting mediasoup-worker ${version}`, async (report) => {
    const lock = await waitForLock(`${directory}.lock`, () => report("another process is at it"));
    try {
      if (await runs(binary)) return binary;
      await mkdir(directory, { recursive: true });
      const scratch = await mkdtemp(join(directory, "new-"));
      try {
        const fresh = join(scratch, "mediasoup-worker");
        report("downloading");
        const downloaded = await downloadWorker(version, scratch);
        if (!downloaded || !(await runs(fresh))) await build(fresh, report, step);
        if (!(await runs(fresh))) throw new UserError("The mediasoup-worker that was built does not run");
        // A rename, so that nobody ever sees half a program.
        await rename(fresh, binary);
        return binary;
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    } finally {
      lock.release();
    }
  });
}

async function build(output: string, report: (detail: string) => void, step: Step): Promise<void> {
  await ensureSystemPackages(
    BUILD_PACKAGES,
    "Building mediasoup-worker",
    "Let this machine reach github.com, where a ready one is, or set MEDIASOUP_WORKER_BIN to one.",
    step,
  );
  report("building, about 2 minutes on two cores");
  await runChild({
    name: "The build of mediasoup-worker",
    command: join(RECIPE, "build.sh"),
    args: [PACKAGE, output],
    output: (line) => {
      const [, done, total] = /^\[(\d+)\/(\d+)\]/.exec(line) ?? [];
      if (done && total) report(`building, ${done} of ${total} files`);
    },
  });
  await chmod(output, 0o755);
}

async function runs(binary: string): Promise<boolean> {
  try {
    // mediasoup tells its worker the version it expects; without it the worker ends at once.
    const child = await startChild({
      name: "mediasoup-worker",
      command: binary,
      args: [],
      env: { MEDIASOUP_VERSION: undefined },
    });
    return (await child.exited).code === RUNS_EXIT_CODE;
  } catch {
    return false;
  }
}

async function installedVersion(): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
  return manifest.version;
}

function cacheHome(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "nearcast/mediasoup-worker");
}
