import { expect, test } from "vitest";
import { countSilence, type WorkerSilence } from "./worker-watch.ts";

const NONE: WorkerSilence = { silent: 0, deaf: 0 };

test("only a worker of which neither socket nor process answers is counted as silent", () => {
  const once = countSilence(NONE, { socket: "unanswered", process: false });
  expect(once).toEqual({ silent: 1, deaf: 0 });
  expect(countSilence(once, { socket: "unanswered", process: false })).toEqual({ silent: 2, deaf: 0 });
  expect(countSilence(once, { socket: "unanswered", process: true })).toEqual({ silent: 0, deaf: 1 });
  expect(countSilence(once, { socket: "answered", process: false })).toEqual(NONE);
});

test("a socket that is silent for long is noticed, and forgotten when it answers", () => {
  const deaf = { silent: 0, deaf: 2 };
  expect(countSilence(deaf, { socket: "unanswered", process: true })).toEqual({ silent: 0, deaf: 3 });
  expect(countSilence(deaf, { socket: "answered", process: true })).toEqual(NONE);
});

test("a machine that was too busy to listen says nothing of its workers", () => {
  const before = { silent: 2, deaf: 1 };
  expect(countSilence(before, { socket: "untried", process: false })).toEqual(before);
  expect(countSilence(before, { socket: "untried", process: true })).toEqual({ silent: 0, deaf: 1 });
});
