import { chmod, writeFile } from "node:fs/promises";
import { release } from "node:os";
import { join } from "node:path";
import { runChild } from "../process/child.ts";

const RELEASES = "https://github.com/versatica/mediasoup/releases/download";

/** Without an answer for so long, a machine is taken to have no way to GitHub. */
const ANSWER_TIMEOUT_MS = 5000;
const DOWNLOAD_TIMEOUT_MS = 120_000;

/**
 * Downloads mediasoup's own build of its worker into a directory, as `mediasoup-worker`.
 *
 * @returns false when there is none for this system or it cannot be reached
 */
export async function downloadWorker(version: string, directory: string): Promise<boolean> {
  const archive = join(directory, "mediasoup-worker.tgz");
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), ANSWER_TIMEOUT_MS);
  try {
    const response = await fetch(`${RELEASES}/${version}/${archiveName(version)}`, {
      signal: controller.signal,
    });
    if (!response.ok) return false;
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), DOWNLOAD_TIMEOUT_MS);
    await writeFile(archive, Buffer.from(await response.arrayBuffer()));
    await runChild({ name: "tar", command: "tar", args: ["-xzf", archive, "-C", directory] });
    await chmod(join(directory, "mediasoup-worker"), 0o755);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** The name mediasoup gives the archive for this system. */
function archiveName(version: string): string {
  const system = `${process.platform}-${process.arch}`;
  const kernel = process.platform === "linux" ? `-kernel${release().split(".")[0]}` : "";
  return `mediasoup-worker-${version}-${system}${kernel}.tgz`;
}
