import { version } from "../../package.json";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import type { Figures } from "../call/stats/figures.ts";
import type { Quality } from "../call/stats/quality.ts";
import type { StreamStats } from "./stats-history.ts";

/** Figures that are kept for each second of the last minute. */
const SAMPLED = [
  "bitrate",
  "frameRate",
  "width",
  "height",
  "loss",
  "jitter",
  "roundTrip",
  "jitterBuffer",
  "concealed",
  "dropped",
  "frozen",
  "codecTime",
  "quantizer",
  "limitation",
] as const satisfies readonly (keyof Figures)[];

/** What is copied, and where. */
export interface CopyParts {
  readonly streams: readonly StreamStats[];
  readonly quality: Quality;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly userAgent: string;
}

/**
 * All figures as JSON, to be sent to whoever helps. Nobody's name, no id, no address, no device's label and not the room is in
 * it: people are numbered in the order in which they come up.
 */
export function statsAsJson({ streams, quality, now, userAgent }: CopyParts): string {
  const numbers = new Map<string, number>();
  const number = (participantId: string) => {
    const known = numbers.get(participantId) ?? numbers.size + 1;
    numbers.set(participantId, known);
    return known;
  };
  const copy = {
    nearcast: version,
    protocol: PROTOCOL_VERSION,
    userAgent,
    at: new Date(now).toISOString(),
    quality,
    streams: activeFirst(streams).map(({ stream, figures, history }) => ({
      direction: stream.direction,
      source: stream.source,
      person: stream.direction === "out" && stream.route.kind === "node" ? 0 : number(stream.participantId),
      route: stream.route,
      idle: stream.idle ?? false,
      now: withoutTime(figures),
      samples: samplesOf(history, now),
    })),
  };
  return JSON.stringify(copy, (_, value) => (typeof value === "number" ? rounded(value) : value), 1);
}

/** What flows before what is idle; else as they come. */
function activeFirst(streams: readonly StreamStats[]): StreamStats[] {
  const rank = ({ stream }: StreamStats) => Number(stream.idle ?? false);
  return [...streams].sort((a, b) => rank(a) - rank(b));
}

function withoutTime({ at: _, ...figures }: Figures): Omit<Figures, "at"> {
  return figures;
}

/** One list for each figure that was ever known; null where it was not. */
function samplesOf(history: readonly Figures[], now: number): Record<string, unknown[]> {
  const known = SAMPLED.filter((name) => history.some((figures) => figures[name] !== undefined));
  const lists = known.map((name) => [name, history.map((figures) => figures[name] ?? null)] as const);
  return {
    secondsAgo: history.map(({ at }) => (now - at) / 1_000),
    ...Object.fromEntries(lists),
  };
}

/** Enough digits for any use: whole numbers above a thousand, thousandths below. */
function rounded(value: number): number {
  return Math.abs(value) >= 1_000 ? Math.round(value) : Math.round(value * 1_000) / 1_000;
}
