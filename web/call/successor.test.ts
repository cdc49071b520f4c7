import { expect, it } from "vitest";
import { predecessorOf } from "./successor.ts";

const stream = (producerId: string, participantId: string | undefined, source: "camera" | "screen") => ({
  producerId,
  participantId,
  source,
});

it("finds the stream that a new one replaces", () => {
  const old = [stream("a1", "ada", "camera"), stream("a2", "ada", "screen"), stream("b1", "bob", "camera")];
  expect(predecessorOf(stream("a2", "ada", "screen"), old)?.producerId).toBe("a2");
  expect(predecessorOf(stream("b9", "bob", "camera"), old)?.producerId).toBe("b1");
  expect(predecessorOf(stream("c1", "cy", "camera"), old)).toBeUndefined();
  expect(predecessorOf(stream("x", undefined, "camera"), [stream("y", undefined, "camera")])).toBeUndefined();
});
