import { describe, expect, it } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import type { Snapshot } from "../../protocol/room/join.ts";
import type { RoomEvent } from "../../protocol/room/to-page.ts";
import { participant } from "../call/testing/participant.ts";
import { ROOM } from "../call/testing/room.ts";
import { applyEvent, applySnapshot, EMPTY_VIEW, withHistory } from "./room-view.ts";
import { chatMessage } from "./testing/chat-message.ts";

const ada = participant("ada", { name: "Ada", role: "owner" });
const bob = participant("bob", { name: "Bob" });
const camera = { id: "cam", streamId: "face", source: "camera", paused: false } as const;
const message = (seq: number) => chatMessage({ seq, messageId: `m${seq}`, version: seq });
const snapshot: Snapshot = {
  epoch: 1,
  seq: 5,
  room: ROOM,
  route: "direct",
  participants: [ada],
  chat: [message(3)],
  reads: [],
};
const start = applySnapshot(EMPTY_VIEW, snapshot);
const run = (...events: RoomEvent[]) => events.reduce(applyEvent, start);

describe("room view", () => {
  it("puts a stream that replaces another one where that was", () => {
    const producer = (id: string) => ({ ...camera, id });
    const added = (id: string): RoomEvent => ({
      type: "producer-added",
      seq: 6,
      participantId: "ada",
      producer: producer(id),
    });
    const view = run(added("one"), added("two"), { ...added("three"), replaces: "one" } as RoomEvent);
    expect(view.participants[0]?.producers.map(({ id }) => id)).toEqual(["three", "two"]);
  });

  it("follows people", () => {
    const view = run(
      { type: "participant-joined", seq: 6, participant: bob },
      { type: "participant-changed", seq: 7, participantId: "bob", name: "Rob", connected: false },
      { type: "participant-changed", seq: 8, participantId: "bob", decodes: ["vp8"] },
      { type: "participant-left", seq: 9, participantId: "ada" },
    );
    expect(view.participants).toEqual([{ ...bob, name: "Rob", connected: false, decodes: ["vp8"] }]);
  });

  it("follows streams", () => {
    const added: RoomEvent = { type: "producer-added", seq: 6, participantId: "ada", producer: camera };
    const paused: RoomEvent = { type: "producer-paused", seq: 7, producerId: "cam", paused: true, by: "ada" };
    expect(run(added, paused).participants[0]?.producers).toEqual([{ ...camera, paused: true }]);
    expect(run(added, added).participants[0]?.producers).toEqual([camera]);
    const removed: RoomEvent = { type: "producer-removed", seq: 8, producerId: "cam", by: null };
    expect(run(added, removed).participants[0]?.producers).toEqual([]);
    const lost = (id: string): RoomEvent => ({ type: "media-lost", seq: 9, participantIds: [id] });
    expect(run(added, lost("ada")).participants[0]?.producers).toEqual([]);
    expect(run(added, lost("bob")).participants[0]?.producers).toEqual([camera]);
  });

  it("follows whether a share may be drawn on", () => {
    const producer = { ...camera, source: "screen", drawing: true } as const;
    const added: RoomEvent = { type: "producer-added", seq: 6, participantId: "ada", producer };
    const closed: RoomEvent = {
      type: "producer-drawing",
      seq: 7,
      producerId: "cam",
      drawing: false,
      by: "ada",
    };
    expect(run(added, closed).participants[0]?.producers).toEqual([{ ...producer, drawing: false }]);
  });

  it("ignores what it does not know", () => {
    expect(run({ type: "producer-removed", seq: 6, producerId: "other", by: null })).toBe(start);
  });

  it("shows each message once and in order, across snapshots", () => {
    const view = run({ type: "chat-message", ...message(6) }, { type: "chat-message", ...message(6) });
    expect(view.chat.map(({ seq }) => seq)).toEqual([3, 6]);
    const later = applySnapshot(view, { ...snapshot, seq: 9, chat: [message(6), message(9), message(8)] });
    expect(later.chat.map(({ seq }) => seq)).toEqual([3, 6, 8, 9]);
  });

  it("follows what becomes of messages, each change once", () => {
    const edited: RoomEvent = { type: "chat-edited", seq: 6, messageId: "m3", text: "better", revision: 1 };
    const given = { messageId: "m3", reaction: "👍", authorId: "b", name: "Bob" };
    const reacted: RoomEvent = { type: "chat-reacted", seq: 7, ...given, on: true };
    const deleted: RoomEvent = { type: "chat-deleted", seq: 8, messageId: "m3", by: "ada" };
    const by = [{ authorId: "b", name: "Bob" }];
    const changed = { text: "better", revision: 1, version: 7, reactions: [{ reaction: "👍", by }] };
    expect(run(edited, reacted).chat).toEqual([{ ...message(3), ...changed }]);
    expect(run(edited, reacted, edited).chat).toEqual([{ ...message(3), ...changed }]);
    const gone = { ...message(3), text: "", revision: 1, version: 8, deleted: true };
    expect(run(edited, reacted, deleted).chat).toEqual([gone]);
    expect(run({ ...deleted, messageId: "unknown" })).toEqual(start);
    // An older copy, read before the change, changes nothing; a newer one does.
    expect(withHistory(run(edited), [message(3)], false).chat[0]?.text).toBe("better");
    expect(applySnapshot(start, { ...snapshot, chat: [gone] }).chat).toEqual([gone]);
  });

  describe("with a chat that is longer than what a snapshot brings", () => {
    const range = (from: number, count: number = LIMITS.chatTail) =>
      Array.from({ length: count }, (_, index) => message(from + index));
    const long = applySnapshot(EMPTY_VIEW, { ...snapshot, chat: range(100) });
    const seqs = ({ chat }: typeof long) => [chat[0]?.seq, chat.at(-1)?.seq, chat.length];

    it("knows that there is more, until the beginning is there", () => {
      expect([start.chatIsWhole, long.chatIsWhole]).toEqual([true, false]);
      const more = withHistory(long, range(50), true);
      expect([...seqs(more), more.chatIsWhole]).toEqual([50, 149, 100, false]);
      const whole = withHistory(more, range(1, 49), false);
      expect([...seqs(whole), whole.chatIsWhole]).toEqual([1, 149, 149, true]);
    });

    it("keeps what was loaded where the snapshot follows it, and forgets it where there may be a gap", () => {
      const whole = withHistory(long, range(1, 99), false);
      const after = applySnapshot(whole, { ...snapshot, chat: range(130) });
      expect([...seqs(after), after.chatIsWhole]).toEqual([1, 179, 179, true]);
      const gap = applySnapshot(whole, { ...snapshot, chat: range(160) });
      expect([...seqs(gap), gap.chatIsWhole]).toEqual([160, 209, LIMITS.chatTail, false]);
    });
  });
});
