import type { Page } from "playwright-core";
import { readMark } from "../../e2e/harness/mark.ts";
import { type Entry, readJournal } from "./journal.ts";

/** How a picture and its sound bore up for some seconds. */
export interface Bearing {
  /** The longest time without a packet of sound, in ms. */
  readonly soundGapMs: number;
  /** The part of the sound that had to be made up. */
  readonly concealed: number;
  /** Frames a second, and the longest time without one, in ms. */
  readonly frameRate: number;
  readonly pictureGapMs: number;
  /** In bit/s. */
  readonly bitrate: number;
  /** Looks at the picture, and those of them at which the mark could be read at full width. */
  readonly looks: number;
  readonly readable: number;
}

const LOOK_EVERY_MS = 500;

/** Watches a page for some seconds. @param width that the share has */
export async function watch(page: Page, seconds: number, width: number): Promise<Bearing> {
  const from = Date.now();
  let looks = 0;
  let readable = 0;
  while (Date.now() < from + seconds * 1_000) {
    const reading = await readMark(page);
    looks += 1;
    if (reading.count !== null && reading.width === width) readable += 1;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  const entries = (await readJournal(page)).filter(({ at }) => at >= from);
  return { ...summarize(entries), looks, readable };
}

/**
 * How long after a moment (milliseconds since 1970) a page received nine tenths of this bitrate again, over one second, in
 * seconds; null where it has not yet.
 */
export async function recoveredAfter(page: Page, since: number, bitrate: number): Promise<number | null> {
  const entries = (await readJournal(page)).filter(({ at }) => at >= since);
  for (const entry of entries) {
    const earlier = entries.findLast(({ at }) => at <= entry.at - 1_000);
    if (earlier === undefined) continue;
    const rate = ((entry.video.bytesIn - earlier.video.bytesIn) * 8_000) / (entry.at - earlier.at);
    if (rate >= 0.9 * bitrate) return (entry.at - since) / 1_000;
  }
  return null;
}

/** What the entries of a journal come to. */
function summarize(entries: readonly Entry[]): Omit<Bearing, "looks" | "readable"> {
  const first = entries[0];
  const last = entries.at(-1);
  if (first === undefined || last === undefined || last.at === first.at)
    throw new Error("the journal is empty");
  const seconds = (last.at - first.at) / 1_000;
  const played = last.audio.played - first.audio.played;
  return {
    soundGapMs: longestGap(entries, ({ audio }) => audio.packetsIn),
    concealed: played === 0 ? 1 : (last.audio.concealed - first.audio.concealed) / played,
    frameRate: (last.video.framesIn - first.video.framesIn) / seconds,
    pictureGapMs: longestGap(entries, ({ video }) => video.framesIn),
    bitrate: ((last.video.bytesIn - first.video.bytesIn) * 8) / seconds,
  };
}

/** The longest time in which nothing was counted, in ms. */
function longestGap(entries: readonly Entry[], countOf: (entry: Entry) => number): number {
  let gap = 0;
  let grownAt = entries[0]?.at ?? 0;
  let count = entries[0] === undefined ? 0 : countOf(entries[0]);
  for (const entry of entries) {
    if (countOf(entry) > count) grownAt = entry.at;
    count = countOf(entry);
    gap = Math.max(gap, entry.at - grownAt);
  }
  return gap;
}
