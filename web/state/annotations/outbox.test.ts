import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LIMITS } from "../../../protocol/limits.ts";
import type { Mark } from "../../../protocol/room/annotations.ts";
import { AnnotationOutbox, joined, marksOfStrokes, messagesOf } from "./outbox.ts";

const pointer = (x: number): Mark => ({ kind: "pointer", at: [x, 0] });
const part = (stroke: number, from: number, points: number[]): Mark => ({
  kind: "stroke",
  stroke,
  from,
  points,
  kept: false,
});

describe("AnnotationOutbox", () => {
  let sent: [string, ...Mark[]][];
  let outbox: AnnotationOutbox;
  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    outbox = new AnnotationOutbox((producerId, marks) => sent.push([producerId, ...marks]));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("sends the first mark at once, and what follows soon in one message", () => {
    outbox.add("a", pointer(1));
    expect(sent).toEqual([["a", pointer(1)]]);
    for (let x = 2; x < 9; x += 1) outbox.add("a", pointer(x));
    outbox.add("b", pointer(1));
    expect(sent).toHaveLength(1);
    vi.runOnlyPendingTimers();
    expect(sent.slice(1)).toEqual([
      ["a", pointer(8)],
      ["b", pointer(1)],
    ]);
  });

  it("sends less often than the room allows, however fast a hand is", () => {
    for (let at = 0; at < 10_000; at += 2) {
      outbox.add("a", pointer(at));
      vi.advanceTimersByTime(2);
    }
    expect(sent.length).toBeLessThan(310);
    expect(sent.length).toBeGreaterThan(250);
  });

  it("rests when there is nothing to send", () => {
    outbox.add("a", pointer(1));
    vi.runAllTimers();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("joined", () => {
  it("makes a stroke's parts one, up to the size that may be", () => {
    const one = joined([part(1, 0, [1, 1])], part(1, 1, [2, 2, 3, 3]));
    expect(one).toEqual([part(1, 0, [1, 1, 2, 2, 3, 3])]);
    const full = [part(1, 0, Array(2 * LIMITS.pointsPerMark).fill(1))];
    expect(joined(full, part(1, LIMITS.pointsPerMark, [2, 2]))).toHaveLength(2);
  });

  it("keeps other strokes, and other marks in between, in their order", () => {
    const marks = joined([part(1, 0, [1, 1]), { kind: "erase", stroke: 1 }], part(1, 1, [2, 2]));
    expect(marks).toHaveLength(3);
    expect(joined([part(1, 0, [1, 1])], part(2, 0, [2, 2]))).toHaveLength(2);
  });

  it("joins a stroke whose author's pointer moves along", () => {
    const marks = [part(1, 1, [2, 2]), pointer(2)].reduce(joined, [part(1, 0, [1, 1]), pointer(1)]);
    expect(marks).toEqual([part(1, 0, [1, 1, 2, 2]), pointer(2)]);
  });
});

it("shows strokes again in as many parts and messages as it takes", () => {
  const points = Array.from({ length: 2 * (2 * LIMITS.pointsPerMark + 1) }, (_, index) => index);
  const marks = marksOfStrokes([{ id: 7, points, kept: true, at: 0, fading: false }]);
  expect(marks).toMatchObject([
    { stroke: 7, from: 0 },
    { stroke: 7, from: 128 },
    { stroke: 7, from: 256, points: [512, 513] },
  ]);
  expect(messagesOf(Array(LIMITS.marksPerMessage + 1).fill(pointer(1))).map(({ length }) => length)).toEqual([
    LIMITS.marksPerMessage,
    1,
  ]);
});
