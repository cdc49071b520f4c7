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
  for (const now of [5_000, 5_300, 5_600]) liveness.asked(now);
  expect(liveness.isSilent(5_700)).toBe(false);
  expect(liveness.isSilent(5_701)).toBe(true);
  liveness.heard(5_800);
  expect(liveness.isSilent(9_000)).toBe(false);
});

test("media is an answer, too, where it is new", () => {
  const liveness = new Liveness();
  liveness.heard(0);
  liveness.media(1, 100);
  for (const now of [100, 250, 400]) liveness.asked(now);
  liveness.media(1, 900);
  expect(liveness.isSilent(900)).toBe(true);
  liveness.media(2, 900);
  expect(liveness.isSilent(900)).toBe(false);
});

test("the time in which a page stood still itself says nothing of who was asked", () => {
  const liveness = new Liveness();
  liveness.heard(0);
  liveness.asked(150);
  liveness.asked(3_000);
  expect(liveness.isSilent(3_000)).toBe(false);
  liveness.asked(3_150);
  expect(liveness.isSilent(3_150)).toBe(true);
});
