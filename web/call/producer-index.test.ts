import { expect, it } from "vitest";
import type { ToPage } from "../../protocol/room/to-page.ts";
import { ProducerIndex } from "./producer-index.ts";
import { participant } from "./testing/participant.ts";

const producer = (id: string) => ({ id, streamId: `${id}-stream`, source: "camera", paused: false }) as const;
const person = (id: string, ...producers: string[]) =>
  participant(id, { producers: producers.map(producer) });

it("knows whose each stream is, and says which are gone", () => {
  const index = new ProducerIndex();
  const gone = (message: ToPage) => index.apply(message).map(({ producerId }) => producerId);
  expect(index.reset([person("ada", "a1"), person("bob", "b1")])).toEqual([]);
  index.apply({ type: "producer-added", seq: 1, participantId: "bob", producer: producer("b2") });
  index.apply({ type: "producer-paused", seq: 2, producerId: "b2", paused: true, by: "bob" });
  expect(index.get("b2")).toEqual({
    participantId: "bob",
    streamId: "b2-stream",
    source: "camera",
    paused: true,
  });
  expect(index.of("ada").map(({ producerId }) => producerId)).toEqual(["a1"]);
  expect(index.ofOthers("ada")).toEqual(["b1", "b2"]);
  const replaced = { ...producer("b3"), streamId: "b2-stream" };
  expect(
    gone({ type: "producer-added", seq: 3, participantId: "bob", producer: replaced, replaces: "b2" }),
  ).toEqual(["b2"]);
  expect(gone({ type: "producer-removed", seq: 3, producerId: "b1", by: null })).toEqual(["b1"]);
  expect(gone({ type: "participant-left", seq: 4, participantId: "bob" })).toEqual(["b3"]);
  expect(gone({ type: "media-lost", seq: 5, participantIds: ["bob"] })).toEqual([]);
  expect(gone({ type: "media-lost", seq: 6, participantIds: ["ada"] })).toEqual(["a1"]);
  expect(index.get("a1")).toBeUndefined();
});
