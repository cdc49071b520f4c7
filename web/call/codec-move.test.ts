import { expect, it } from "vitest";
import { moveAfterMs } from "./codec-move.ts";

it("moves at once for who could not see it, and in calm for what is merely better", () => {
  expect(moveAfterMs("av1", "av1", [["av1"]], false)).toBeNull();
  expect(moveAfterMs("av1", "vp8", [["av1", "vp8"], ["vp8"]], false)).toBe(0);
  expect(moveAfterMs("vp8", "av1", [["av1", "vp8"]], false)).toBe(10_000);
  expect(moveAfterMs("vp8", "av1", [], false)).toBe(10_000);
});

it("leaves at once what is unfit for this machine or the picture", () => {
  expect(moveAfterMs("av1", "h264", [["av1", "h264"]], true)).toBe(0);
  expect(moveAfterMs("av1", "av1", [["av1"]], true)).toBeNull();
});
