import type { ShownPicture } from "../call/watching.ts";
import type { Person } from "./types.ts";

/** Something that shows a track, in device pixels; 0 × 0 while it is out of sight. */
export interface Showing {
  readonly track: MediaStreamTrack;
  readonly width: number;
  readonly height: number;
  /** How much of the window it takes, 0 to 1: what is largest on stage is what people look at. */
  readonly share: number;
}

/** What decides about the list. */
export interface ShownParts {
  readonly showings: readonly Showing[];
  /** Tracks whose pictures are about to be placed, or have just been. */
  readonly settling: ReadonlySet<MediaStreamTrack>;
  /** Whether the person wants any picture. */
  readonly videoOn: boolean;
}

const HIDDEN = { width: 0, height: 0, priority: 1 };
const MAX_SIDE = 16_384;

/**
 * How every picture of the others is shown. Those that are paused, not set up yet or about to be placed are left out, so
 * that their first frame does not wait for the page to say that it is shown.
 */
export function watchListOf(people: readonly Person[], parts: ShownParts): ShownPicture[] {
  const { showings, settling, videoOn } = parts;
  const streams = people.filter(({ isSelf }) => !isSelf).flatMap((person) => person.streams);
  return streams.flatMap(({ producerId, source, paused, track }): ShownPicture[] => {
    if (source !== "screen" && source !== "camera") return [];
    if (!videoOn) return [{ producerId, ...HIDDEN }];
    if (paused || track === null || settling.has(track)) return [];
    const seen = showings.filter((showing) => showing.track === track && showing.width > 0);
    if (seen.length > 0) return [{ producerId, ...largest(seen) }];
    return [{ producerId, ...HIDDEN }];
  });
}

function largest(showings: readonly Showing[]): Omit<ShownPicture, "producerId"> {
  const side = (of: (showing: Showing) => number) =>
    Math.min(MAX_SIDE, Math.ceil(Math.max(...showings.map(of))));
  const share = Math.min(1, Math.max(...showings.map((showing) => showing.share)));
  return {
    width: side(({ width }) => width),
    height: side(({ height }) => height),
    priority: 1 + Math.round(254 * share),
  };
}
