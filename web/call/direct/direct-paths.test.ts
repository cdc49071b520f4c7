import { expect, test } from "vitest";
import { DirectPaths, type KnownStream, type PathSources } from "./direct-paths.ts";

const STREAM: KnownStream = {
  participantId: "ada",
  streamId: "screen",
  producerId: "p-1",
  source: "screen",
  paused: false,
};

/** A stream that may go directly, and of which nothing has come by either path. */
function pathsWith(facts: Partial<PathSources>): DirectPaths {
  return new DirectPaths({
    direct: () => undefined,
    isWanted: () => true,
    nodeReceiver: () => undefined,
    isNodeConnected: () => true,
    ...facts,
  });
}

test("a picture comes by the node first, where that is connected", () => {
  const paths = pathsWith({});
  paths.step([STREAM], 0);
  paths.step([STREAM], 4_900);
  expect(paths.isIdle(STREAM)).toBe(true);
});

test("a node that brings nothing is not waited for longer than five seconds", () => {
  const paths = pathsWith({});
  paths.step([STREAM], 0);
  paths.step([STREAM], 5_000);
  expect(paths.isIdle(STREAM)).toBe(false);
});

test("a node that this page does not reach is not waited for at all", () => {
  const paths = pathsWith({ isNodeConnected: () => false });
  paths.step([STREAM], 0);
  expect(paths.isIdle(STREAM)).toBe(false);
});

test("nothing is asked for that is not to go directly", () => {
  const paths = pathsWith({ isNodeConnected: () => false, isWanted: () => false });
  paths.step([STREAM], 0);
  expect(paths.isIdle(STREAM)).toBe(true);
});
