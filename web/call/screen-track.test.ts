import { expect, it } from "vitest";
import { captureRate } from "./screen-track.ts";

it.each([
  [1080, 15, 30],
  [1080, 30, 60],
  [1080, 60, 60],
  [1440, 15, 30],
  [1440, 30, 30],
  [2160, 15, 15],
  [2160, 60, 60],
] as const)(
  "a screen of %s lines that is sent %s times a second is captured %s times",
  (height, frameRate, captured) => {
    expect(captureRate({ height, frameRate })).toBe(captured);
  },
);
