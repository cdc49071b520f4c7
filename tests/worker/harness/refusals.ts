import { inject, vi } from "vitest";
import { PATHS } from "../../../protocol/api.ts";
import type { RefusalReason } from "../../../worker/refusal-reasons.ts";
import { dial } from "./dial.ts";
import { Guest } from "./guest.ts";
import { eventually } from "./inbox.ts";
import { logged } from "./logged.ts";

const HOUR_MS = 3600_000;
const LINE = /^nearcast_node_refusals_total\{reason="([^"]+)",area="[^"]+"\} (\d+)$/gm;
type Counts = Partial<Record<RefusalReason, number>>;

let hours = 0;

/** How often each reason was counted, as the operator's Prometheus is told. */
async function countsOf(): Promise<Record<string, number>> {
  const { fleetToken } = inject("surroundings");
  const headers = { Authorization: `Bearer ${fleetToken}` };
  const metrics = await (await new Guest().fetch(PATHS.fleetMetrics, { headers })).text();
  const counts: Record<string, number> = {};
  for (const [, reason = "", count] of metrics.matchAll(LINE))
    counts[reason] = (counts[reason] ?? 0) + Number(count);
  return counts;
}

/**
 * Begins to count refusals, at an hour that no test has had: what others left to be told is told before. Gives what is counted from now
 * on; one refusal of nobody known is told already of the few that are at once.
 */
export async function countRefusals(): Promise<() => Promise<Counts>> {
  hours += 1;
  vi.setSystemTime(Date.now() + hours * HOUR_MS);
  await dial(PATHS.nodeControl, null);
  await eventually(async () => ((await countsOf())["no-token"] ?? 0) > 0);
  logged.length = 0;
  const before = await countsOf();
  return async () => {
    const entries = Object.entries(await countsOf()).map(
      ([reason, count]) => [reason, count - (before[reason] ?? 0)] as const,
    );
    return Object.fromEntries(entries.filter(([, count]) => count > 0));
  };
}

/** Waits until exactly this was counted. */
export async function counted(counts: () => Promise<Counts>, expected: Counts): Promise<void> {
  const text = (value: Counts) => JSON.stringify(Object.entries(value).sort());
  await eventually(async () => text(await counts()) === text(expected));
}
