import { setTimeout as delay } from "node:timers/promises";
import type { Browser } from "playwright-core";

/** How much of a core all processes of a browser use, in CPU seconds per second, while this much time passes. */
export async function browserLoad(browser: Browser, durationMs: number): Promise<number> {
  const startedAt = performance.now();
  const before = await cpuByProcess(browser);
  await delay(durationMs);
  const after = await cpuByProcess(browser);
  const seconds = (performance.now() - startedAt) / 1_000;
  // What ends in between is left out, and what begins counts from nothing.
  const used = [...after].map(([id, cpu]) => cpu - (before.get(id) ?? 0));
  return used.reduce((sum, each) => sum + each, 0) / seconds;
}

async function cpuByProcess(browser: Browser): Promise<Map<number, number>> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return new Map(processInfo.map(({ id, cpuTime }) => [id, cpuTime]));
}
