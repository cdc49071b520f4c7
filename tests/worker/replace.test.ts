import { beforeEach, expect, test } from "vitest";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import { MediaNode } from "./harness/node.ts";
import { type Page, publishMessage } from "./harness/page.ts";
import { Room } from "./harness/room.ts";
import type { RoomLink } from "./harness/room-link.ts";

let room: Room;
let link: RoomLink;
let sharer: Page;
let viewer: Page;
let old: string;

/** Publishes the old stream anew. */
function successor(producerId: string = crypto.randomUUID()): Extract<ToRoom, { type: "publish" }> {
  return { ...publishMessage("screen", producerId), streamId: old, replaces: old };
}

beforeEach(async () => {
  const node = await MediaNode.register("node-a");
  room = await Room.open();
  link = await node.link(room.id);
  sharer = await room.join();
  viewer = await room.join(room.owner);
  old = await sharer.publish("screen");
  await viewer.inbox.take("producer-added");
  await viewer.inbox.take("consumers");
});

test("a stream that is sent in another way is announced once, with what it replaces", async () => {
  const message = successor();
  await sharer.ask(message);
  const added = await viewer.inbox.take("producer-added");
  expect(added).toMatchObject({
    participantId: sharer.id,
    producer: { id: message.producerId, streamId: old, codec: "vp8" },
    replaces: old,
  });
  await viewer.inbox.take("consumers");
  await viewer.settled();
  expect(viewer.inbox.waiting).toEqual([]);
  expect(await link.orders.take("close-producer")).toMatchObject({ producerId: old });
  const newcomer = await room.join();
  expect(newcomer.session.media?.consumers.map(({ producerId }) => producerId)).toEqual([message.producerId]);
  const seen = newcomer.session.snapshot.participants.find(({ id }) => id === sharer.id);
  expect(seen?.producers.map(({ id }) => id)).toEqual([message.producerId]);
});

test("a successor that the node cannot take leaves everything as it was", async () => {
  link.fails.add("produce");
  expect((await sharer.refused(successor())).code).toBe("media_rejected");
  await viewer.settled();
  expect(viewer.inbox.waiting).toEqual([]);
  link.fails.clear();
  await sharer.ask(successor());
  expect((await viewer.inbox.take("producer-added")).replaces).toBe(old);
});

test("only one's own live producer of the same stream is replaced", async () => {
  const theft = { ...publishMessage("screen", crypto.randomUUID()), streamId: old, replaces: old };
  expect((await viewer.refused(theft)).code).toBe("unknown_producer");
  const wrong = [
    { ...successor(), replaces: crypto.randomUUID() },
    { ...successor(), streamId: crypto.randomUUID() },
    { ...publishMessage("camera", crypto.randomUUID()), streamId: old, replaces: old },
  ];
  for (const message of wrong) expect((await sharer.refused(message)).code).toBe("unknown_producer");
  link.ignores.add("produce");
  sharer.sendItem({ ...successor() });
  expect((await sharer.refused(successor())).code).toBe("duplicate_producer");
});

test("who stops or mutes a stream does so to its successor, too", async () => {
  link.ignores.add("produce");
  const message = successor();
  const publishing = sharer.request(message);
  await viewer.ask({ type: "set-paused", producerId: old, paused: true });
  await viewer.inbox.take("producer-paused");
  const { producerId } = message;
  link.report({ type: "produced", participantId: sharer.id, producerId, consumers: [] });
  await publishing;
  expect((await viewer.inbox.take("producer-added")).producer.paused).toBe(true);

  const next = { ...successor(), replaces: producerId };
  const refused = sharer.refused(next);
  await sharer.settled();
  await viewer.ask({ type: "unpublish", producerId });
  expect((await refused).code).toBe("unknown_producer");
  expect(await viewer.inbox.take("producer-removed")).toMatchObject({ producerId });
  await viewer.settled();
  expect(viewer.inbox.waiting).toEqual([]);
});
