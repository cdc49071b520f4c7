import { ownQuality, type StreamQuality, streamQualities } from "./own-quality.ts";
import { type Quality, qualityOf } from "./quality.ts";
import { type Sample, Sampler } from "./sampler.ts";
import type { StatsSource } from "./stats-source.ts";
import { STEADY_START, type SteadyQuality, steady } from "./steady-quality.ts";

const EVERY_MS = 3_000;
const AT_ONCE = 24;
const OWN = "own";

/** How the call is, in three steps. */
export interface CallQuality {
  readonly own: Quality;
  /** Streams of others, by producer id; those that are good are left out. */
  readonly streams: ReadonlyMap<string, Quality>;
}

/** Judges all streams every few seconds, and tells whenever what is to be shown changes. Returns how to stop it. */
export function monitorQuality(
  sources: () => readonly StatsSource[],
  report: (quality: CallQuality) => void,
): () => void {
  let verdicts: ReadonlyMap<string, SteadyQuality> = new Map();
  let told = "";
  const judge = (samples: readonly Sample[]) => {
    const there = new Set([...sources().map(({ producerId }) => producerId), OWN]);
    const next = new Map([...verdicts].filter(([id]) => there.has(id)));
    for (const [id, verdict] of verdictsOf(samples)) {
      next.set(id, steady(next.get(id) ?? STEADY_START, verdict));
    }
    verdicts = next;
    const quality = shownOf(verdicts);
    const text = JSON.stringify([quality.own, [...quality.streams]]);
    if (text === told) return;
    told = text;
    report(quality);
  };
  const sampler = new Sampler({ everyMs: EVERY_MS, atOnce: AT_ONCE, sources, sampled: judge });
  sampler.start();
  return () => sampler.stop();
}

function verdictsOf(samples: readonly Sample[]): Map<string, Quality> {
  const streams = samples.flatMap(({ source, figures }): StreamQuality[] => {
    const { producerId, participantId, direction, route, idle = false } = source;
    const quality = idle ? null : qualityOf(figures, source);
    return quality === null ? [] : [{ producerId, participantId, direction, route: route.kind, quality }];
  });
  const verdicts = streamQualities(streams);
  if (streams.length > 0) verdicts.set(OWN, ownQuality(streams));
  return verdicts;
}

function shownOf(verdicts: ReadonlyMap<string, SteadyQuality>): CallQuality {
  const shown = [...verdicts].map(([id, verdict]) => [id, verdict.shown] as const);
  return {
    own: verdicts.get(OWN)?.shown ?? STEADY_START.shown,
    streams: new Map(shown.filter(([id, { level }]) => id !== OWN && level !== "good")),
  };
}
