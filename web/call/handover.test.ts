import { expect, it } from "vitest";
import { type Delivered, isAsGood, type Span } from "./handover.ts";

const HD = 1280 * 720;
const span = (frames: number, pixels = HD): Span => {
  const from: Delivered = { frames: 10, pixels: HD };
  return [from, { frames: 10 + frames, pixels }];
};

it("takes a stream for as good as another where it is as large and about as fluent", () => {
  expect(isAsGood(span(15), span(15))).toBe(true);
  expect(isAsGood(span(12), span(15))).toBe(true);
  expect(isAsGood(span(5), span(15))).toBe(false);
  expect(isAsGood(span(0), span(15))).toBe(false);
  expect(isAsGood(span(15, HD / 4), span(15))).toBe(false);
  expect(isAsGood(span(15, 4 * HD), span(15))).toBe(true);
});

it("does not wait for frames of a picture that stands still", () => {
  expect(isAsGood(span(0), span(0))).toBe(true);
});
