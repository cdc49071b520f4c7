import { readFile } from "node:fs/promises";

/** The resident memory of processes together, in KiB, as the kernel counts it. */
export async function residentKiB(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
    }),
  );
  return each.reduce((sum, kib) => sum + kib, 0);
}
