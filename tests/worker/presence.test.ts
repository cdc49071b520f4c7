import { describe, expect, test } from "vitest";
import { VIDEO_CODECS } from "../../protocol/video-codecs.ts";
import { Guest } from "./harness/guest.ts";
import { MediaNode } from "./harness/node.ts";
import { Room } from "./harness/room.ts";

describe("who is in the room", () => {
  test("everybody hears of who comes, and of who leaves", async () => {
    const room = await Room.open();
    const ada = await room.join(new Guest(), { name: "Ada" });
    const bob = await room.join(new Guest(), { name: "Bob" });
    const joined = await ada.inbox.take("participant-joined");
    expect(joined.participant).toEqual({
      id: bob.id,
      name: "Bob",
      picture: null,
      role: "participant",
      connected: true,
      decodes: VIDEO_CODECS,
      identity: null,
      hand: null,
      recording: false,
      producers: [],
    });
    expect(joined.seq).toBe(ada.session.snapshot.seq + 1);
    expect(bob.session.snapshot.participants.map(({ name }) => name)).toEqual(["Ada", "Bob"]);

    bob.sendItem({ type: "leave" });
    const left = await ada.inbox.take("participant-left");
    expect(left).toEqual({ type: "participant-left", seq: joined.seq + 1, participantId: bob.id });
    expect(await bob.socket.closed).toEqual({ code: 4000, reason: "left" });
  });

  test("who leaves takes their streams along, and the node closes them", async () => {
    const node = await MediaNode.register("node-a");
    const room = await Room.open();
    const ada = await room.join();
    const bob = await room.join();
    await bob.publish("camera");
    await ada.inbox.take("producer-added");
    bob.sendItem({ type: "leave" });
    await ada.inbox.take("participant-left");
    const link = await node.link(room.id);
    expect(await link.orders.take("detach")).toMatchObject({ participantId: bob.id });
    const newcomer = await room.join();
    expect(newcomer.session.media?.consumers).toEqual([]);
    expect(newcomer.session.snapshot.participants.map(({ id }) => id)).toEqual([ada.id, newcomer.id]);
  });

  test("a new name reaches everybody; the same name again reaches nobody", async () => {
    const room = await Room.open();
    const ada = await room.join(new Guest(), { name: "Ada" });
    const bob = await room.join();
    await ada.ask({ type: "rename", name: "Ada   Lovelace" });
    const changed = await bob.inbox.take("participant-changed");
    expect(changed).toMatchObject({ participantId: ada.id, name: "Ada Lovelace" });
    expect(changed).not.toHaveProperty("connected");
    await ada.ask({ type: "rename", name: "Ada Lovelace" });
    await bob.settled();
    expect(bob.inbox.waiting).toEqual([]);
  });

  test("a socket that was closed from the room's side says nothing more for its participant", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const bob = await room.join();
    bob.sendItem({ type: "leave" });
    bob.sendItem({ type: "chat", id: 9, messageId: crypto.randomUUID(), text: "one more thing" });
    await ada.inbox.take("participant-left");
    await ada.settled();
    expect(ada.inbox.waiting.filter(({ type }) => type === "chat-message")).toEqual([]);
  });
});
