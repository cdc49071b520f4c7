import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../../scripts/cli/paths.ts";
import { chromiumPath } from "../../e2e/harness/browser.ts";

/** What the results depend on besides Nearcast. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly platform: string;
  /** The average number of processes that wanted a core in the minute before the bench began: others make noise. */
  readonly loadBefore: number;
  readonly node: string;
  /** With its name, which may be Chrome. */
  readonly chromium: string;
  readonly mediasoup: string;
  readonly workerd: string;
  readonly date: string;
}

/** How busy the machine is before anything is started. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

/** Describes the machine, and the versions of what is measured. */
export async function describeMachine(loadBefore: number): Promise<Machine> {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? "unknown",
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    platform: `${process.platform} ${process.arch}`,
    loadBefore,
    node: process.version,
    chromium: await versionOfChromium(),
    mediasoup: await versionOf("mediasoup"),
    workerd: await versionOf("workerd"),
    date: new Date().toISOString(),
  };
}

async function versionOfChromium(): Promise<string> {
  const { stdout } = await promisify(execFile)(chromiumPath(), ["--version"]);
  return stdout.match(/^[A-Za-z ]+[\d.]+/)?.[0] ?? "a Chromium";
}

async function versionOf(name: string): Promise<string> {
  const manifest = await readFile(join(ROOT, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
