/** How much of a region was in use at a time. */
export interface LoadSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In nodes: 2.5 is two nodes that are full and one that is half full, or five that are half full. */
  readonly busy: number;
}

/** A straight line through samples. */
interface Trend {
  /** Where the line is at the last sample, in nodes. */
  readonly level: number;
  /** Nodes a millisecond. */
  readonly slope: number;
}

/** With fewer samples than these there is no trend, but noise. */
const LEAST_SAMPLES = 8;

/**
 * The line that is nearest by least squares to the samples, the oldest first, from place `first` up to and with place `last`. It is flat
 * and goes through the last of them where they are few.
 */
export function trendOf(samples: readonly LoadSample[], first: number, last: number): Trend {
  const end = samples[last];
  if (!end) return { level: 0, slope: 0 };
  let [count, times, values, squares, products] = [0, 0, 0, 0, 0];
  for (let place = first; place <= last; place++) {
    const { at, busy } = samples[place] ?? end;
    // From the last one on: milliseconds since 1970 squared are more than a number holds.
    const time = at - end.at;
    count++;
    times += time;
    values += busy;
    squares += time * time;
    products += time * busy;
  }
  const spread = count * squares - times * times;
  if (count < LEAST_SAMPLES || spread === 0) return { level: end.busy, slope: 0 };
  const slope = (count * products - times * values) / spread;
  return { level: (values - slope * times) / count, slope };
}
