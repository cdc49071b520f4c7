import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { ShownList } from "../call/watching.ts";
import { peopleInRoom } from "./call-store.ts";
import { preferences } from "./preferences.ts";
import { type Showing, watchListOf } from "./watch-list.ts";

/** A stream is left alone for this long after it began to come: its picture is about to be placed. */
const SETTLING_MS = 1_000;
/** One that does not begin to come is as it is shown. */
const COMES_WITHIN_MS = 5_000;
/** What is out of sight for less than this only moved. */
const GONE_MS = 300;

const showings = signal<ReadonlyMap<object, Showing>>(new Map());
const settling = signal<ReadonlySet<MediaStreamTrack>>(new Set());

/**
 * `by` (an element, a window) shows a track in this size from now on: a tile, a picture in a window of its own, a zoomed
 * share, for which `FULL_SIZE` is right. Where several show one track, the largest counts.
 */
export function show(by: object, showing: Showing): void {
  showings.value = new Map(showings.value).set(by, showing);
}

/** `by` shows nothing any more. */
export function hide(by: object): void {
  const last = showings.value.get(by);
  setTimeout(() => {
    // It may show something again by now.
    if (showings.value.get(by) !== last) return;
    const rest = new Map(showings.value);
    rest.delete(by);
    showings.value = rest;
  }, GONE_MS);
}

/** What the room is told that this page shows. */
const shownList: ReadonlySignal<ShownList> = computed(() => ({
  pictures: watchListOf(peopleInRoom.value, {
    showings: [...showings.value.values()],
    settling: settling.value,
    videoOn: preferences.value.receive.video,
  }),
  maxBitrate: preferences.value.receive.maxBitrate,
}));

/** Keeps a call informed of what is shown, until the returned function is called. */
export function followShown(call: { watch(list: ShownList): void }): () => void {
  const known = new WeakSet<MediaStreamTrack>();
  const stopSettling = effect(() => {
    const streams = peopleInRoom.value.flatMap((person) => (person.isSelf ? [] : person.streams));
    for (const { track } of streams) {
      if (track === null || known.has(track)) continue;
      known.add(track);
      settle(track);
    }
  });
  const stopTelling = effect(() => call.watch(shownList.value));
  return () => {
    stopSettling();
    stopTelling();
  };
}

function settle(track: MediaStreamTrack): void {
  settling.value = new Set(settling.peek()).add(track);
  const end = () => {
    const rest = new Set(settling.peek());
    rest.delete(track);
    settling.value = rest;
  };
  if (track.muted) track.addEventListener("unmute", () => setTimeout(end, SETTLING_MS), { once: true });
  setTimeout(end, track.muted ? COMES_WITHIN_MS : SETTLING_MS);
}
