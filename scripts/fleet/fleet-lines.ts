import type { FleetRegion, FleetWanted } from "../../protocol/fleet.ts";
import type { RegionPlan } from "./plan-fleet.ts";
import type { Replacement, Wait } from "./plan-replacement.ts";

const REASONS: Record<FleetRegion["reason"], string> = {
  grows: "more are needed",
  steady: "as many as are needed",
  shrinks: "fewer are enough",
  "no-history": "not known for half an hour yet",
  "silent-area": "an area is silent",
};

const WAITS: Record<Wait, string> = {
  unknown: "how many nodes are enough is not known now",
  versions: "its nodes speak several versions of the protocol",
  lost: "one is not heard of",
};

const HEAD = ["region", "nodes", "draining", "wanted", "busy", "trend", ""];

/** What is and what is wanted, as a table for people. */
export function wantedLines({ regions, silentAreas }: FleetWanted): string[] {
  const rows = regions.map(({ region, nodes, draining, wanted, busy, trendPerMinute, reason }) => [
    region,
    String(nodes),
    String(draining),
    String(wanted),
    nodes === 0 ? "–" : `${Math.round((busy / nodes) * 100)} %`,
    `${trendPerMinute < 0 ? "−" : "+"}${Math.abs(trendPerMinute).toFixed(2)}/min`,
    REASONS[reason],
  ]);
  const table = regions.length === 0 ? ["No media node is known."] : aligned([HEAD, ...rows]);
  if (silentAreas.length === 0) return table;
  return [...table, `No answer from: ${silentAreas.join(", ")}. Nothing is given back.`];
}

/** What is done about it, region by region; nothing of those that stay as they are. */
export function planLines(plans: readonly RegionPlan[]): string[] {
  return plans.flatMap(({ region, added, removed, drain, starting, lost, beyond }) => {
    const named = (numbers: readonly number[]) => numbers.map((number) => `${region}-${number}`).join(", ");
    return [
      added.length > 0 ? `${region}: to be made: ${named(added)}` : null,
      removed.length > 0 ? `${region}: to be taken away, having ended: ${named(removed)}` : null,
      drain.length > 0 ? `${region}: told to drain: ${drain.join(", ")}` : null,
      starting.length > 0 ? `${region}: starting: ${starting.join(", ")}` : null,
      lost.length > 0 ? `${region}: not heard of, look at it: ${lost.join(", ")}` : null,
      beyond > 0 ? `${region}: would need ${beyond} more than most_nodes allows` : null,
    ].filter((line) => line !== null);
  });
}

/** What is still to be replaced, and why that waits. */
export function replacementLines(replacement: Replacement | null): string[] {
  if (!replacement) return ["Nothing is to be replaced."];
  const { region, outdated, waits } = replacement;
  const what = `${region}: to be replaced: ${outdated.join(", ")}`;
  return [waits ? `${what}, which waits: ${WAITS[waits]}` : what];
}

/** Rows as lines: the first and the last column to the left, figures to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || column === row.length - 1 ? text.padEnd(width) : text.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
