import { beforeEach, describe, expect, test } from "vitest";
import { Guest } from "./harness/guest.ts";
import { MediaNode } from "./harness/node.ts";
import type { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";
import type { RoomLink } from "./harness/room-link.ts";

let room: Room;
let ada: Page;
let bob: Page;
let link: RoomLink;

beforeEach(async () => {
  const node = await MediaNode.register("node-a");
  room = await Room.open();
  link = await node.link(room.id);
  ada = await room.join(room.owner, { name: "Ada" });
  bob = await room.join(new Guest(), { name: "Bob" });
  await ada.inbox.take("participant-joined");
});

describe("a room that was evicted in mid-call goes on over the same sockets", () => {
  test("with publishing and watching", async () => {
    const before = await ada.publish("microphone");
    await room.evict();
    const after = await ada.publish("screen");
    await bob.inbox.take("producer-added", ({ producer }) => producer.id === after);
    await bob.inbox.take("consumers", ({ consumers }) => consumers[0]?.producerId === after);
    await room.evict();
    await ada.ask({ type: "set-paused", producerId: before, paused: true });
    expect(await bob.inbox.take("producer-paused")).toMatchObject({ producerId: before });
    const newcomer = await room.join();
    expect(newcomer.session.media?.consumers).toHaveLength(2);
    expect(newcomer.session.snapshot.epoch).toBe(link.epoch);
  });

  test("with the answers that were still out", async () => {
    link.ignores.add("produce");
    const publishing = ada.publish("screen");
    const { producerId } = await link.orders.take("produce");
    await room.evict();
    link.report({ type: "produced", participantId: ada.id, producerId, consumers: [] });
    expect(await publishing).toBe(producerId);
  });

  test("with joins that were waiting for their transports", async () => {
    link.ignores.add("attach");
    const joining = room.join(new Guest(), { name: "Cy" });
    const { participant } = await ada.inbox.take("participant-joined");
    await link.orders.take("attach", ({ participantId }) => participantId === participant.id);
    await room.evict();
    link.report({ type: "attach-failed", participantId: participant.id, reason: "as the test wants" });
    expect((await joining).id).toBe(participant.id);
  });

  test("with chat, whose order goes on", async () => {
    const { seq } = await ada.chat("one");
    await room.evict();
    expect((await bob.chat("two")).seq).toBe(seq + 1);
    expect((await ada.inbox.take("chat-message", ({ text }) => text === "two")).participantId).toBe(bob.id);
  });

  test("with names, roles and leaving", async () => {
    await room.evict();
    await bob.ask({ type: "rename", name: "Robert" });
    await ada.ask({ type: "set-role", participantId: bob.id, role: "moderator" });
    await room.evict();
    bob.sendItem({ type: "leave" });
    expect(await ada.inbox.take("participant-left")).toMatchObject({ participantId: bob.id });
    expect((await bob.socket.closed).code).toBe(4000);
  });

  test("with the sockets that are lost", async () => {
    await room.evict();
    bob.socket.close();
    const changed = await ada.inbox.take("participant-changed");
    expect(changed).toMatchObject({ participantId: bob.id, connected: false });
  });

  test("without telling anybody", async () => {
    const frames = [ada.socket.frames.length, bob.socket.frames.length];
    await room.evict();
    await room.storage(() => {});
    expect([ada.socket.frames.length, bob.socket.frames.length]).toEqual(frames);
    expect(link.orders.waiting.map(({ type }) => type)).toEqual(["attach", "attach"]);
  });
});

test("a ping is answered without the room", async () => {
  await room.evict();
  ada.socket.send("ping");
  while (ada.socket.frames.at(-1) !== "pong") await ada.socket.frame();
});
