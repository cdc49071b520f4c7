import { expect, test } from "vitest";
import { Liveness } from "./liveness.ts";

test("a connection that was never heard is not interrupted: it is not there yet", () => {
  const liveness = new Liveness();
  liveness.asked(0);
  expect(liveness.isSilent(10_000)).toBe(false);
});

test("who does not answer is silent, from the first question on", () => {
  const liveness = new Liveness();
  liveness.heard(0);
  // A hidden page asks seldom: the time in which nobody asked does not count.
  liveness.asked(5_000);
  expect(liveness.isSilent(5_700)).toBe(false);
  liveness.asked(5_600);
  expect(liveness.isSilent(5_701)).toBe(true);
  liveness.heard(5_800);
  expect(liveness.isSilent(9_000)).toBe(false);
});

test("media is an answer, too, where it is new", () => {
  const liveness = new Liveness();
  liveness.heard(0);
  liveness.media(1, 100);
  liveness.asked(100);
  liveness.media(1, 900);
  expect(liveness.isSilent(900)).toBe(true);
  liveness.media(2, 900);
  expect(liveness.isSilent(900)).toBe(false);
});
