import { beforeEach, describe, expect, test } from "vitest";
import { eventually } from "./harness/inbox.ts";
import { CAPABILITIES } from "./harness/media.ts";
import { LOAD, MediaNode } from "./harness/node.ts";
import { type Page, publishMessage } from "./harness/page.ts";
import { Room } from "./harness/room.ts";
import type { RoomLink } from "./harness/room-link.ts";

let room: Room;
let old: { node: MediaNode; link: RoomLink };
let other: MediaNode;
let sharer: Page;
let viewer: Page;
let screen: string;

beforeEach(async () => {
  const node = await MediaNode.register("node-a");
  room = await Room.open();
  old = { node, link: await node.link(room.id) };
  sharer = await room.join();
  viewer = await room.join(room.owner);
  screen = await sharer.publish("screen");
  await viewer.inbox.take("consumers");
  other = await MediaNode.register("node-b");
});

/** The old node is to end. */
function drain(): void {
  old.node.beat(LOAD, true);
  old.link.report({ type: "draining" });
}

/** Publishes the share on the new transports, to replace the one on the old ones. */
function move(epoch: number, producerId: string = crypto.randomUUID()) {
  return { ...publishMessage("screen", producerId), streamId: screen, replaces: screen, mediaEpoch: epoch };
}

test("everybody moves to another node, and what the old one carries goes on until all have what takes its place", async () => {
  drain();
  const link = await other.link(room.id);
  const [offer, offered] = await Promise.all([sharer.inbox.take("offer"), viewer.inbox.take("offer")]);
  expect([offer.epoch, offered.epoch]).toEqual([link.epoch, link.epoch]);
  expect([offer.moves, offered.moves]).toEqual([true, true]);
  expect([...link.participants.keys()].sort()).toEqual([sharer.id, viewer.id].sort());
  expect([...old.link.participants.keys()].sort()).toEqual([sharer.id, viewer.id].sort());
  // The share comes through a pipe for as long as its owner has not moved it.
  await link.orders.take("receive", ({ producerId }) => producerId === screen);
  expect(sharer.inbox.waiting.filter(({ type }) => type === "consumers")).toEqual([]);

  const message = move(link.epoch);
  await sharer.ask(message);
  expect(link.producers.get(message.producerId)?.owner).toBe(sharer.id);
  await viewer.inbox.take("producer-added", ({ replaces }) => replaces === screen);
  expect(old.link.producers.has(screen)).toBe(true);
  expect(link.producers.has(screen)).toBe(true);

  // Then nothing is left on the old one, and it is let go.
  for (const page of [sharer, viewer]) await page.ask({ type: "moved", epoch: link.epoch });
  await old.link.orders.take("close-room");
  expect(old.link.participants.size).toBe(0);
  await eventually(async () => !link.producers.has(screen));
  expect([...link.producers.keys()]).toEqual([message.producerId]);
  const newcomer = await room.join();
  expect(newcomer.session.media?.consumers.map(({ producerId }) => producerId)).toEqual([message.producerId]);
});

describe("who is about to move", () => {
  test("is not heard on transports that are no more", async () => {
    const { epoch } = old.link;
    drain();
    await sharer.inbox.take("offer");
    const late = { ...publishMessage("camera", crypto.randomUUID()), mediaEpoch: epoch };
    expect((await sharer.refused(late)).code).toBe("media_unavailable");
  });

  test("stays while no other node is free, and goes on talking", async () => {
    other.beat(LOAD, true);
    drain();
    await sharer.publish("camera");
    await viewer.inbox.take("consumers");
    expect(sharer.inbox.waiting.filter(({ type }) => type === "offer")).toEqual([]);
    other.beat(LOAD);
    await sharer.inbox.take("offer");
  });

  test("stays where the other node could not attach them, and is tried again", async () => {
    other.stopDialling();
    drain();
    const { epoch } = await other.served.take("serve");
    const link = await other.dial(room.id, epoch);
    link.fails.add("attach");
    await link.orders.take("attach", ({ participantId }) => participantId === sharer.id);
    await sharer.publish("camera");
    expect(old.link.participants.size).toBe(2);
    link.fails.clear();
    await sharer.inbox.take("offer");
  });

  test("leaves both nodes when they leave the room", async () => {
    drain();
    const link = await other.link(room.id);
    await sharer.inbox.take("offer");
    await sharer.ask(move(link.epoch));
    sharer.sendItem({ type: "leave" });
    await eventually(async () => !link.participants.has(sharer.id) && !old.link.participants.has(sharer.id));
    await eventually(async () => link.producers.size === 0);
  });

  test("is not cut off where the other node is lost before it has attached them", async () => {
    other.stopDialling();
    drain();
    const { epoch } = await other.served.take("serve");
    const link = await other.dial(room.id, epoch);
    link.ignores.add("attach");
    await link.orders.take("attach");
    other.end();
    await MediaNode.register("node-b").then((again) => again.link(room.id));
    await sharer.inbox.take("offer");
    expect(sharer.inbox.waiting.some(({ type }) => type === "media-lost")).toBe(false);
  });
});

test("what is lost with the old node in the middle of a move comes back by the new one", async () => {
  drain();
  const link = await other.link(room.id);
  await sharer.inbox.take("offer");
  old.link.report({ type: "leaving", reason: "draining" });
  // Its owner hears that the stream is gone, and publishes it anew.
  expect(await sharer.inbox.take("producer-removed")).toMatchObject({ producerId: screen, by: null });
  const again = await sharer.publish("screen");
  await eventually(async () => link.producers.has(again));
});

test("who has just moved and asks for other transports gets them there, and has nothing on the old node", async () => {
  drain();
  const link = await other.link(room.id);
  await sharer.inbox.take("offer");
  await sharer.ask({ type: "renew-media", ...CAPABILITIES });
  expect((await sharer.inbox.take("offer")).moves).toBeUndefined();
  expect(link.participants.has(sharer.id)).toBe(true);
  await eventually(async () => !old.link.participants.has(sharer.id));
});
