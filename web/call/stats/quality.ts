import type { Source } from "../../../protocol/room/producers.ts";
import type { Figures } from "./figures.ts";
import { limitedByBandwidth, limitedByProcessor } from "./limits.ts";

/** What a verdict rests on most. */
type Cause = "silence" | "loss" | "delay" | "jitter" | "freezes" | "frame-rate" | "bandwidth" | "processor";

/** How a stream is for a person, in three steps that everybody understands; good has no cause. */
export type Quality = { readonly level: "good" } | { readonly level: "fair" | "poor"; readonly cause: Cause };

const GOOD: Quality = { level: "good" };
const SEVERITY = { good: 0, fair: 1, poor: 2 } as const;

/** Above `fair` a figure is fair, above `poor` it is poor. */
interface Bounds {
  readonly fair: number;
  readonly poor: number;
}

/**
 * A voice, as the E-model rates it (ITU-T G.107): R = 93.2 − Id − Ie,eff. ITU-T G.109 calls 80 and more "satisfied", and
 * below 60 "nearly all users dissatisfied".
 */
const LEAST_RATING = { good: 80, fair: 60 } as const;
const BEST_RATING = 93.2;
/** ITU-T G.113, Appendix I: robustness of a codec that conceals losses (G.711 with PLC); none is published for Opus. */
const LOSS_ROBUSTNESS = 25.1;
/** Milliseconds besides network and jitter buffer: a packet's 20 ms, the encoder's look-ahead, capture and playout. */
const DEVICE_DELAY_MS = 60;

/** Round trips in ms. ITU-T G.114: up to 150 ms one way suits most uses, above 400 ms it is unacceptable. */
const ROUND_TRIP: Bounds = { fair: 300, poor: 800 };

/** Shares. Congestion control grows below 2 % and gives way above 10 % (Google Congestion Control, draft-ietf-rmcat-gcc-02). */
const VIDEO_LOSS: Bounds = { fair: 0.02, poor: 0.1 };

/**
 * Shares of time. What a freeze is, browsers decide (W3C webrtc-stats, freezeCount); how much of it is too much is our own:
 * a twentieth of a second in each is seen, a fifth tears a movement apart.
 */
const FROZEN: Bounds = { fair: 0.05, poor: 0.2 };

/** Shares of frames that came and were not shown: this computer cannot keep up. Our own. */
const DROPPED: Bounds = { fair: 0.1, poor: 0.4 };

/** Frames a second. Fewer are no movement any more; the lowest temporal layer of a slow camera has more. Our own. */
const LEAST_FRAME_RATE = 3;

/** How a stream is for who sees or hears it; null where the figures do not tell. */
export function qualityOf(
  figures: Figures,
  about: { direction: "in" | "out"; source: Source },
): Quality | null {
  if (figures.path?.answered === false) return { level: "poor", cause: "silence" };
  // The first reading has no rates.
  if (figures.bitrate === undefined) return null;
  if (figures.kind === "audio") return heard(figures, about.source === "microphone");
  const isScreen = about.source === "screen";
  return worst([
    above(figures.roundTrip, ROUND_TRIP, "delay"),
    above(figures.loss, VIDEO_LOSS, "loss"),
    ...(about.direction === "in" ? watched(figures, isScreen) : shown(figures, isScreen)),
  ]);
}

/** The worst of several; good where there is none. */
export function worst(qualities: readonly (Quality | null)[]): Quality {
  return qualities.reduce<Quality>(
    (found, quality) => (quality !== null && isWorse(quality, found) ? quality : found),
    GOOD,
  );
}

/** The best of several; good where there is none. */
export function best(qualities: readonly Quality[]): Quality {
  const [first = GOOD, ...others] = qualities;
  return others.reduce((found, quality) => (isWorse(found, quality) ? quality : found), first);
}

/** Whether the one is worse than the other. */
export function isWorse(one: Quality, other: Quality): boolean {
  return SEVERITY[one.level] > SEVERITY[other.level];
}

function watched({ frozen, dropped, frameRate }: Figures, isScreen: boolean): Quality[] {
  return [
    // A screen on which nothing happens may well send nothing.
    isScreen ? GOOD : below(frameRate, LEAST_FRAME_RATE),
    above(frozen, FROZEN, "freezes"),
    above(dropped, DROPPED, "processor"),
  ];
}

function shown(figures: Figures, isScreen: boolean): Quality[] {
  const slow = isScreen ? GOOD : below(figures.frameRate, LEAST_FRAME_RATE);
  const level = slow.level === "poor" ? "poor" : "fair";
  return [
    limitedByBandwidth(figures) ? { level, cause: "bandwidth" } : GOOD,
    limitedByProcessor(figures) ? { level, cause: "processor" } : GOOD,
  ];
}

/** Nobody answers to the sound of a screen: it may be late. */
function heard({ loss, concealed, roundTrip, jitterBuffer }: Figures, isVoice: boolean): Quality {
  // What had to be made up is what is heard of a loss after all repair.
  const lost = 100 * (concealed ?? loss ?? 0);
  const ofLoss = (95 * lost) / (lost + LOSS_ROBUSTNESS);
  const [onTheWay, heldBack] = [(roundTrip ?? 0) / 2, jitterBuffer ?? 0];
  const delay = onTheWay + heldBack + DEVICE_DELAY_MS;
  const ofDelay = isVoice ? delayImpairment(delay) : 0;
  const rating = BEST_RATING - ofDelay - ofLoss;
  if (rating >= LEAST_RATING.good) return GOOD;
  return {
    level: rating >= LEAST_RATING.fair ? "fair" : "poor",
    cause: ofLoss > ofDelay ? "loss" : heldBack > onTheWay ? "jitter" : "delay",
  };
}

/** Id of the E-model for a delay in milliseconds one way, simplified (Cole and Rosenbluth, 2001). */
function delayImpairment(delay: number): number {
  return 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
}

function above(value: number | undefined, { fair, poor }: Bounds, cause: Cause): Quality {
  if (value === undefined || value <= fair) return GOOD;
  return { level: value > poor ? "poor" : "fair", cause };
}

function below(frameRate: number | undefined, least: number): Quality {
  return frameRate !== undefined && frameRate < least ? { level: "poor", cause: "frame-rate" } : GOOD;
}
