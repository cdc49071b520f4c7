import type { Result, Summary } from "./figure.ts";

const HEAD = ["figure", "Nearcast", "held against", "ratio", "samples"];

/** The results as lines of text in columns: medians, in brackets the quartiles, and where it matters what is beyond. */
export function formatTable(results: readonly Result[]): string[] {
  const rows = results.map(({ name, unit, better, nearcast, against, ratio, hasTail }) => [
    `${name} (${unit}, ${better} is better)`,
    describe(nearcast, hasTail),
    `${describe(against, hasTail)} ${against.kind}: ${against.what}`,
    `${ratio.toFixed(2)}×`,
    `${nearcast.samples.length} / ${against.samples.length}`,
  ]);
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(HEAD), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)];
}

function describe(
  { median, firstQuartile, thirdQuartile, p95, largest, samples }: Summary,
  hasTail: boolean,
): string {
  const range = `[${round(firstQuartile)}–${round(thirdQuartile)}]`;
  const tail = hasTail ? `, p95 ${round(p95)}, worst ${round(largest)}` : "";
  return samples.length > 1 ? `${round(median)} ${range}${tail}` : round(median);
}

/** As many digits as mean something. */
function round(value: number): string {
  if (value >= 10_000) return String(Math.round(value / 100) * 100);
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 100 ? 1 : 0);
}
