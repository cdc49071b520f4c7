import { expect, test } from "vitest";
import type { Person, Stream } from "./types.ts";
import { type ShownParts, watchListOf } from "./watch-list.ts";

const track = (id: string) => ({ id }) as MediaStreamTrack;
const SCREEN = track("screen");
const stream = (more: Partial<Stream> = {}) =>
  ({ producerId: "p1", source: "screen", paused: false, track: SCREEN, ...more }) as Stream;
const person = (streams: Stream[], isSelf = false) => ({ id: "ada", isSelf, streams }) as unknown as Person;
const parts = (more: Partial<ShownParts> = {}): ShownParts => ({
  showings: [],
  settling: new Set(),
  videoOn: true,
  ...more,
});
const showing = (width: number, height: number, share = 0.5) => ({ track: SCREEN, width, height, share });
const HIDDEN = { producerId: "p1", width: 0, height: 0, priority: 1 };

test("a picture that is shown has its size, and the priority of its share of the window", () => {
  const list = watchListOf([person([stream()])], parts({ showings: [showing(800.2, 450.1)] }));
  expect(list).toEqual([{ producerId: "p1", width: 801, height: 451, priority: 128 }]);
});

test("where several show it, the largest counts", () => {
  const showings = [showing(800, 450, 0.2), showing(300, 900, 1)];
  const [picture] = watchListOf([person([stream()])], parts({ showings }));
  expect(picture).toEqual({ producerId: "p1", width: 800, height: 900, priority: 255 });
});

test("what nobody shows, or only out of sight, is hidden", () => {
  expect(watchListOf([person([stream()])], parts())).toEqual([HIDDEN]);
  expect(watchListOf([person([stream()])], parts({ showings: [showing(0, 0)] }))).toEqual([HIDDEN]);
});

test("what is about to be placed is left out, so that it comes in full", () => {
  expect(watchListOf([person([stream()])], parts({ settling: new Set([SCREEN]) }))).toEqual([]);
  expect(watchListOf([person([stream({ track: null })])], parts())).toEqual([]);
  expect(watchListOf([person([stream({ paused: true })])], parts())).toEqual([]);
});

test("with video off every picture is hidden, and sound is never listed", () => {
  const streams = [stream(), stream({ producerId: "p2", source: "microphone" })];
  const showings = [showing(800, 450)];
  expect(watchListOf([person(streams)], parts({ showings, videoOn: false }))).toEqual([HIDDEN]);
});

test("one's own are not listed", () => {
  expect(watchListOf([person([stream()], true)], parts())).toEqual([]);
});
