import { expect, test } from "vitest";
import { StreamWatch } from "./stream-watch.ts";

/** A watch at a time that the test sets, and what it tells. */
function watching() {
  const told: unknown[] = [];
  let now = 0;
  let due: { at: number; act: () => void }[] = [];
  const watch = new StreamWatch({
    now: () => now,
    later: (act, ms) => due.push({ at: now + ms, act }),
    problem: (producerId, problem) => told.push([producerId, problem]),
  });
  const pass = (ms: number) => {
    now += ms;
    const ready = due.filter(({ at }) => at <= now);
    due = due.filter(({ at }) => at > now);
    for (const { act } of ready) act();
  };
  return { watch, told, pass };
}

test("what fails once, and brings no other frame, is told", () => {
  const { watch, told, pass } = watching();
  watch.note("screen", "unencryptable");
  expect(told).toEqual([]);
  pass(500);
  expect(told).toEqual([["screen", "unencryptable"]]);
});

test("a problem is told once, and that it is over", () => {
  const { watch, told, pass } = watching();
  for (let frame = 0; frame < 5; frame++, pass(300)) watch.note("camera", "undecryptable");
  expect(watch.fails("camera")).toBe(true);
  watch.note("camera", "passed");
  pass(10_000);
  expect(watch.fails("camera")).toBe(false);
  expect(told).toEqual([
    ["camera", "undecryptable"],
    ["camera", null],
  ]);
});

test("one stream's failure is no other's, and one that ends has no problem any more", () => {
  const { watch, told, pass } = watching();
  watch.note("camera", "passed");
  watch.note("screen", "unencryptable");
  pass(500);
  expect(watch.fails("camera")).toBe(false);
  watch.remove("screen");
  watch.remove("camera");
  pass(10_000);
  expect(told).toEqual([
    ["screen", "unencryptable"],
    ["screen", null],
  ]);
});
