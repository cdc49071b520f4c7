import { expect, test } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { framesOf } from "./frames.ts";

test("what is little leaves as one frame", () => {
  expect(framesOf([])).toEqual([]);
  expect(framesOf(["1", "2", "3"])).toEqual(["[1,2,3]"]);
});

test("what is much leaves in order, in frames that their receiver takes", () => {
  const items = Array.from({ length: 2_500 }, (_, index) =>
    JSON.stringify({ index, text: "x".repeat(1_500) }),
  );
  const frames = framesOf(items);
  expect(frames.flatMap((frame) => JSON.parse(frame)).map(({ index }) => index)).toEqual([...items.keys()]);
  for (const frame of frames) {
    expect(frame.length).toBeLessThan(LIMITS.fullFrameChars + LIMITS.itemsPerNodeFrame + 2);
    expect(JSON.parse(frame).length).toBeLessThanOrEqual(LIMITS.itemsPerNodeFrame);
  }
  expect(frames.length).toBeLessThan(6);
});

test("an item that is longer than a frame has its own", () => {
  const long = JSON.stringify("x".repeat(LIMITS.fullFrameChars));
  expect(framesOf(["1", long, "2"])).toEqual(["[1]", `[${long}]`, "[2]"]);
});
