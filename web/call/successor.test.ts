import { expect, it } from "vitest";
import { predecessorOf } from "./successor.ts";

const stream = (producerId: string, participantId: string | undefined, streamId: string | undefined) => ({
  producerId,
  participantId,
  streamId,
});

it("finds the stream that a new one replaces, among several of one person", () => {
  const old = [stream("a1", "ada", "left"), stream("a2", "ada", "right"), stream("b1", "bob", "face")];
  expect(predecessorOf(stream("a2", "ada", "right"), old)?.producerId).toBe("a2");
  expect(predecessorOf(stream("a9", "ada", "right"), old)?.producerId).toBe("a2");
  expect(predecessorOf(stream("b9", "bob", "face"), old)?.producerId).toBe("b1");
  expect(predecessorOf(stream("a8", "ada", "third"), old)).toBeUndefined();
});

it("takes nobody's stream for somebody else's, whatever it is called", () => {
  expect(predecessorOf(stream("c1", "cy", "face"), [stream("b1", "bob", "face")])).toBeUndefined();
  expect(predecessorOf(stream("x", undefined, "s"), [stream("y", undefined, "s")])).toBeUndefined();
});
