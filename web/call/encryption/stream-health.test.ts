import { expect, test } from "vitest";
import { judge, NEW_STREAM, type Outcome, type StreamHealth } from "./stream-health.ts";

/** The problem after frames with these outcomes at these times. */
function problemAfter(...frames: [outcome: Outcome, at: number][]): StreamHealth["problem"] {
  return frames.reduce((health, [outcome, at]) => judge(health, outcome, at), NEW_STREAM).problem;
}

test("a stream that passes has no problem", () => {
  expect(problemAfter(["passed", 0], ["passed", 40])).toBeNull();
});

test("one damaged frame, or one that overtook its key, is not told", () => {
  expect(problemAfter(["undecryptable", 0])).toBeNull();
  expect(problemAfter(["passed", 0], ["no-key", 40], ["no-key", 80], ["passed", 120])).toBeNull();
});

test("a key that is not there yet is waited for, but not for ever", () => {
  expect(problemAfter(["no-key", 0], ["no-key", 500])).toBe("waiting-for-key");
  expect(problemAfter(["no-key", 0], ["no-key", 8_000])).toBe("undecryptable");
});

test("what the key does not open is told, until it opens again", () => {
  expect(problemAfter(["undecryptable", 0], ["undecryptable", 500])).toBe("undecryptable");
  expect(problemAfter(["undecryptable", 0], ["undecryptable", 500], ["passed", 540])).toBeNull();
});

test("one that cannot be encrypted is told, until it can be", () => {
  expect(problemAfter(["unencryptable", 0])).toBeNull();
  expect(problemAfter(["unencryptable", 0], ["unencryptable", 500])).toBe("unencryptable");
  expect(problemAfter(["unencryptable", 0], ["unencryptable", 500], ["passed", 540])).toBeNull();
});
