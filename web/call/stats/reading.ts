/** One entry of a report, of whatever fields this browser knows. */
export interface Stat {
  readonly id: string;
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly [field: string]: unknown;
}

/** A report, by the ids of its entries. */
export type Reading = ReadonlyMap<string, Stat>;

/** A copy of a report that outlives it. */
export function readingOf(report: RTCStatsReport): Reading {
  const reading = new Map<string, Stat>();
  report.forEach((stat: Stat) => {
    reading.set(stat.id, stat);
  });
  return reading;
}

/** All entries of a type. */
export function ofType(reading: Reading, type: string): Stat[] {
  return [...reading.values()].filter((stat) => stat.type === type);
}

/** The entry that another one refers to by a field. */
export function referred(reading: Reading, stat: Stat | undefined, field: string): Stat | undefined {
  const id = text(stat, field);
  return id === undefined ? undefined : reading.get(id);
}

/** A field's number; undefined where the browser does not say it. */
export function number(stat: Stat | undefined, field: string): number | undefined {
  const value = stat?.[field];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A field's text; undefined where the browser does not say it. */
export function text(stat: Stat | undefined, field: string): string | undefined {
  const value = stat?.[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A field's yes or no; undefined where the browser does not say it. */
export function flag(stat: Stat | undefined, field: string): boolean | undefined {
  const value = stat?.[field];
  return typeof value === "boolean" ? value : undefined;
}

/** How much a counter has grown since `previous`; undefined where it began anew, or is not counted at all. */
export function growth(previous: Reading | null, stat: Stat | undefined, field: string): number | undefined {
  const now = number(stat, field);
  const before = number(stat && previous?.get(stat.id), field);
  if (now === undefined || before === undefined || now < before) return undefined;
  return now - before;
}

/** How much a counter has grown each second since `previous`. */
export function perSecond(
  previous: Reading | null,
  stat: Stat | undefined,
  field: string,
): number | undefined {
  const before = stat && previous?.get(stat.id);
  if (stat === undefined || before === undefined) return undefined;
  return quotient(growth(previous, stat, field), (stat.timestamp - before.timestamp) / 1_000);
}

/** A division that has no result where a part is missing or nothing was counted. */
export function quotient(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole <= 0 ? undefined : part / whole;
}

/** A part of a whole, 0 to 1. */
export function share(part: number | undefined, whole: number | undefined): number | undefined {
  const value = quotient(part, whole);
  return value === undefined ? undefined : Math.min(Math.max(value, 0), 1);
}

/** The sum of those that are known; undefined where none is. */
export function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}

/** A figure in other units, if it is known. */
export function times(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

/** The object without the fields that nobody knows: what a browser does not say is absent, not zero. */
export function known<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
