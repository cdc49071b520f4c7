/** One thing that was measured: Nearcast's samples, and those of what it is held against in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly better: "lower" | "higher";
  readonly nearcast: readonly number[];
  /** A peer does the same work in another way; a floor is what no way can beat on this machine. */
  readonly against: {
    readonly kind: "peer" | "floor";
    readonly what: string;
    /** One number where it is known without measuring. */
    readonly samples: readonly number[];
  };
  /** Whether what is rare counts, too. */
  readonly hasTail?: boolean;
}

/** What many samples come to. */
export interface Summary {
  readonly median: number;
  /** Half of the samples lie between these two. */
  readonly firstQuartile: number;
  readonly thirdQuartile: number;
  /** One in twenty is beyond this one. */
  readonly p95: number;
  readonly largest: number;
  readonly samples: readonly number[];
}

/** A figure as it is printed and written down. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly better: Figure["better"];
  readonly hasTail: boolean;
  readonly nearcast: Summary;
  readonly against: Summary & { readonly kind: "peer" | "floor"; readonly what: string };
  /** Nearcast's median through the other's; 1 where they are the same. */
  readonly ratio: number;
}

/** Sums a figure up. */
export function resultOf({ name, unit, better, nearcast, against, hasTail = false }: Figure): Result {
  const own = summarize(nearcast);
  const others = summarize(against.samples);
  return {
    name,
    unit,
    better,
    hasTail,
    nearcast: own,
    against: { kind: against.kind, what: against.what, ...others },
    ratio: own.median === others.median ? 1 : own.median / others.median,
  };
}

function summarize(samples: readonly number[]): Summary {
  if (samples.length === 0) throw new Error("nothing was measured");
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    firstQuartile: quantile(sorted, 0.25),
    thirdQuartile: quantile(sorted, 0.75),
    p95: quantile(sorted, 0.95),
    largest: sorted.at(-1) ?? Number.NaN,
    samples,
  };
}

/** The value below which this part of the sorted samples lies, on a straight line between the two nearest. */
export function quantile(sorted: readonly number[], part: number): number {
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
