import { describe, expect, it } from "vitest";
import type { Mark } from "../../../protocol/room/annotations.ts";
import type { Participant } from "../../../protocol/room/participants.ts";
import type { RoomEvent } from "../../../protocol/room/to-page.ts";
import { participant } from "../../call/testing/participant.ts";
import {
  type Annotations,
  agedAll,
  followEvent,
  followSnapshot,
  NOTHING_DRAWN,
  nextChangeOfAll,
  onShare,
  shareKey,
  shareOf,
} from "./annotations.ts";
import { withMarks } from "./marks.ts";

const person = (id: string, ...streams: string[]) =>
  participant(id, {
    producers: streams.map((streamId) => ({
      id: `${streamId}-1`,
      streamId,
      source: "screen",
      paused: false,
      drawing: true,
    })),
  });
const people = [person("ada", "left", "right"), person("ben", "only"), person("cy")];
const LEFT = shareKey("ada", "left");
const RIGHT = shareKey("ada", "right");
const ONLY = shareKey("ben", "only");

/** Cy has drawn something on each of these shares, and points there. */
function drawnOn(...keys: string[]): Annotations {
  const stroke: Mark = { kind: "stroke", stroke: 1, from: 0, points: [1, 1], kept: true };
  const pointer: Mark = { kind: "pointer", at: [1, 1] };
  return keys.reduce(
    (all, key) => onShare(all, key, (share) => withMarks(share, "cy", [stroke, pointer], 0)),
    NOTHING_DRAWN,
  );
}
const afterEvent = (event: RoomEvent, keys = [LEFT, RIGHT, ONLY]) =>
  followEvent(drawnOn(...keys), event, { participants: people, room: null });

describe("followEvent", () => {
  it("forgets the shares of who left, and what they drew elsewhere", () => {
    expect([...afterEvent({ type: "participant-left", seq: 1, participantId: "ada" }).keys()]).toEqual([
      ONLY,
    ]);
    expect(afterEvent({ type: "participant-left", seq: 1, participantId: "cy" }).size).toBe(0);
  });

  it("forgets where somebody points whose connection is lost, and nothing that they drew", () => {
    const lost = afterEvent({ type: "participant-changed", seq: 1, participantId: "cy", connected: false });
    expect(lost.get(LEFT)?.get("cy")).toMatchObject({ pointer: null, strokes: [{ id: 1 }] });
    const back = followEvent(
      lost,
      { type: "participant-changed", seq: 2, participantId: "cy", connected: true },
      { participants: people, room: null },
    );
    expect(back).toBe(lost);
  });

  it("forgets what somebody drew on a page that was loaded anew, or who only watches now", () => {
    const changed = { type: "participant-changed", seq: 1, participantId: "cy" } as const;
    expect(
      afterEvent({ ...changed, name: "cy", picture: null, role: "participant", connected: true }).size,
    ).toBe(0);
    expect(afterEvent({ ...changed, role: "viewer" }).size).toBe(0);
    expect(afterEvent({ ...changed, role: "moderator" }).size).toBe(3);
    expect(afterEvent({ ...changed, name: "Cyrus" }).size).toBe(3);
  });

  it("clears a share that is closed or stopped, and no other", () => {
    const closed = afterEvent({
      type: "producer-drawing",
      seq: 1,
      producerId: "left-1",
      drawing: false,
      by: "ada",
    });
    expect([...closed.keys()]).toEqual([RIGHT, ONLY]);
    const stopped = afterEvent({ type: "producer-removed", seq: 1, producerId: "right-1", by: "ada" });
    expect([...stopped.keys()]).toEqual([LEFT, ONLY]);
  });

  it("keeps the marks of a share that is published anew under another id", () => {
    const lost = afterEvent({ type: "producer-removed", seq: 1, producerId: "left-1", by: null });
    const everything = followEvent(
      lost,
      { type: "media-lost", seq: 2, participantIds: ["ada", "ben"] },
      { participants: people, room: null },
    );
    expect(everything.size).toBe(3);
    const again = { ...person("ada"), producers: [{ ...person("ada", "left").producers[0], id: "left-2" }] };
    expect(shareOf([again as Participant], "left-2")?.key).toBe(LEFT);
    expect(shareOf([again as Participant], "left-1")).toBeNull();
  });
});

it("keeps of a room that was away for long what can still be there", () => {
  const drawn = drawnOn(LEFT, RIGHT, ONLY);
  expect(followSnapshot(drawn, people)).toBe(drawn);
  expect([...followSnapshot(drawn, [person("ada", "left"), person("cy")]).keys()]).toEqual([LEFT, RIGHT]);
  expect(followSnapshot(drawn, [person("ada", "left"), person("ben", "only")]).size).toBe(0);
  const [ada, ...others] = people;
  const producers =
    ada?.producers.map((producer) => ({ ...producer, drawing: producer.streamId !== "left" })) ?? [];
  const closed = followSnapshot(drawn, [{ ...person("ada"), producers }, ...others]);
  expect([...closed.keys()]).toEqual([RIGHT, ONLY]);
});

it("has all shares' marks fade, and says when", () => {
  const drawn = drawnOn(LEFT, ONLY);
  expect(nextChangeOfAll(drawn)).toBe(8_000);
  expect(agedAll(drawn, 7_999)).toBe(drawn);
  const rested = agedAll(drawn, 8_000);
  expect(rested.get(ONLY)?.get("cy")?.pointer).toBeNull();
  expect(nextChangeOfAll(rested)).toBeNull();
});
