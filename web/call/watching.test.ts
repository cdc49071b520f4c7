import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { FULL_SIZE } from "../../protocol/room/watching.ts";
import { oneWaySignal } from "./testing/one-way-signal.ts";
import { type ShownPicture, Watching } from "./watching.ts";

const signal = oneWaySignal();
const { sent } = signal;
let watching: Watching;

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  signal.ready = true;
  watching = new Watching(signal);
});

afterEach(() => {
  watching.close();
  vi.useRealTimers();
});

const picture = (width: number, producerId = "a"): ShownPicture => ({
  producerId,
  width,
  height: width,
  priority: 1,
});
const show = (...pictures: ShownPicture[]) => watching.set({ pictures, maxBitrate: null });
const widths = () =>
  sent.map((message) => (message.type === "watch" ? message.streams.map(({ width }) => width) : []));

test("what changes in one turn is one message", () => {
  show(picture(1));
  show(picture(2));
  vi.runAllTimers();
  expect(sent).toEqual([
    {
      type: "watch",
      streams: [{ producerId: "a", width: 2, height: 2, priority: 1, via: "node" }],
      maxBitrate: null,
    },
  ]);
});

test("at most five a second, the last of which is always told", () => {
  for (let width = 0; width < 100; width += 1) {
    show(picture(width));
    vi.advanceTimersByTime(10);
  }
  vi.runAllTimers();
  expect(sent.length).toBeLessThanOrEqual(6);
  expect(widths().at(-1)).toEqual([99]);
});

test("what is the same is not told", () => {
  show(picture(1));
  vi.runAllTimers();
  show(picture(1));
  vi.runAllTimers();
  expect(sent).toHaveLength(1);
});

test("it is told again to a room that may have forgotten", () => {
  show(picture(1));
  vi.runAllTimers();
  watching.tellAgain();
  vi.runAllTimers();
  expect(widths()).toEqual([[1], [1]]);
});

test("without a socket it waits until it is told again", () => {
  signal.ready = false;
  show(picture(1));
  vi.runAllTimers();
  expect(sent).toEqual([]);
  signal.ready = true;
  watching.tellAgain();
  vi.runAllTimers();
  expect(widths()).toEqual([[1]]);
});

test("what comes directly says so", () => {
  show(picture(1, "a"), picture(2, "b"));
  watching.setDirect(new Set(["b"]));
  vi.runAllTimers();
  expect(sent).toMatchObject([{ streams: [{ via: "node" }, { via: "direct" }] }]);
});

test("of more than fit, what is hidden is told: what is not, comes in full", () => {
  const shown = Array.from({ length: LIMITS.watchedStreams }, (_, index) => picture(100, `shown-${index}`));
  show(...shown, picture(0, "hidden"));
  vi.runAllTimers();
  const [first] = widths();
  expect(first).toHaveLength(LIMITS.watchedStreams);
  expect(first?.[0]).toBe(0);
});

test("what nobody has listed is wanted in full", () => {
  expect(watching.sizeOf("a")).toEqual(FULL_SIZE);
  show(picture(100, "a"), picture(0, "b"));
  expect(["a", "b", "c"].map((id) => watching.sizeOf(id).width)).toEqual([100, 0, FULL_SIZE.width]);
});

test("of somebody new the room is told nothing until there is something to tell", () => {
  watching.startOver();
  show();
  vi.runAllTimers();
  expect(widths()).toEqual([]);
  show(picture(100, "a"));
  vi.runAllTimers();
  watching.startOver();
  vi.runAllTimers();
  expect(widths()).toEqual([[100], [100]]);
});

test("a limit of the page is known", () => {
  expect(watching.isCapped).toBe(false);
  show(picture(100, "a"));
  expect(watching.isCapped).toBe(false);
  watching.set({ pictures: [], maxBitrate: 500_000 });
  expect(watching.isCapped).toBe(true);
});
