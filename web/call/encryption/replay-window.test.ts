import { expect, test } from "vitest";
import { ReplayWindow } from "./replay-window.ts";

function take(window: ReplayWindow, counter: number): boolean {
  const isNew = window.accepts(counter);
  if (isNew) window.add(counter);
  return isNew;
}

test("each counter is taken once, in whatever order they come", () => {
  const window = new ReplayWindow();
  for (const counter of [5, 3, 4, 0, 9, 7]) expect(take(window, counter)).toBe(true);
  for (const counter of [5, 3, 4, 0, 9, 7]) expect(take(window, counter)).toBe(false);
  for (const counter of [1, 2, 6, 8]) expect(take(window, counter)).toBe(true);
});

test("what is long past is not taken, seen or not", () => {
  const window = new ReplayWindow();
  take(window, 10_000);
  expect(take(window, 10_000 - 2_048)).toBe(false);
  expect(take(window, 10_000 - 2_047)).toBe(true);
});

test("a jump forgets what it passed, and nothing else", () => {
  const window = new ReplayWindow();
  for (let counter = 0; counter < 3_000; counter++) take(window, counter);
  take(window, 4_000);
  expect(take(window, 2_999)).toBe(false);
  expect(take(window, 3_500)).toBe(true);
  take(window, 900_000);
  expect(take(window, 899_999)).toBe(true);
  expect(take(window, 899_999)).toBe(false);
});
