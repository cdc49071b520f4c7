/** The first of these times, in milliseconds since 1970; null where there is none. */
export function earliest(times: Iterable<number | null | undefined>): number | null {
  let first: number | null = null;
  for (const time of times) if (typeof time === "number" && (first === null || time < first)) first = time;
  return first;
}
