import { expect, it } from "vitest";
import { predecessorsOf } from "./successor.ts";

const stream = (producerId: string, participantId: string | undefined, streamId: string | undefined) => ({
  producerId,
  participantId,
  streamId,
});

it("finds the stream that a new one replaces, among several of one person", () => {
  const old = [stream("a1", "ada", "left"), stream("a2", "ada", "right"), stream("b1", "bob", "face")];
  const replacedBy = (fresh: ReturnType<typeof stream>) =>
    predecessorsOf(fresh, old).map(({ producerId }) => producerId);
  expect(replacedBy(stream("a2", "ada", "right"))).toEqual(["a2"]);
  expect(replacedBy(stream("a9", "ada", "right"))).toEqual(["a2"]);
  expect(replacedBy(stream("b9", "bob", "face"))).toEqual(["b1"]);
  expect(replacedBy(stream("a8", "ada", "third"))).toEqual([]);
});

it("takes nobody's stream for somebody else's, whatever it is called", () => {
  expect(predecessorsOf(stream("c1", "cy", "face"), [stream("b1", "bob", "face")])).toEqual([]);
  expect(predecessorsOf(stream("x", undefined, "s"), [stream("y", undefined, "s")])).toEqual([]);
});

it("finds all of them where a stream moved twice before it was seen", () => {
  const old = [stream("a1", "ada", "face"), stream("a2", "ada", "face")];
  expect(predecessorsOf(stream("a3", "ada", "face"), old)).toEqual(old);
});
