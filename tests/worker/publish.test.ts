import { beforeEach, expect, test } from "vitest";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { VIDEO } from "./harness/media.ts";
import { MediaNode } from "./harness/node.ts";
import { type Page, publishMessage } from "./harness/page.ts";
import { Room } from "./harness/room.ts";
import type { RoomLink } from "./harness/room-link.ts";

let room: Room;
let link: RoomLink;
let sharer: Page;
let viewer: Page;

beforeEach(async () => {
  const node = await MediaNode.register("node-a");
  room = await Room.open();
  link = await node.link(room.id);
  sharer = await room.join();
  viewer = await room.join();
  await sharer.inbox.take("participant-joined");
});

test("a stream reaches the others with its consumers, which wait until they are started", async () => {
  const producerId = await sharer.publish("screen");
  const order = await link.orders.take("produce");
  expect(order).toMatchObject({ participantId: sharer.id, producerId, kind: "video", rtpParameters: VIDEO });

  const added = await viewer.inbox.take("producer-added");
  const producer = {
    id: producerId,
    streamId: producerId,
    source: "screen",
    codec: "vp8",
    paused: false,
    drawing: true,
  };
  expect(added).toMatchObject({ participantId: sharer.id, producer });
  const { consumers } = await viewer.inbox.take("consumers");
  expect(consumers).toMatchObject([{ producerId, kind: "video" }]);

  const consumerIds = consumers.map(({ id }) => id);
  await viewer.ask({ type: "start-consumers", consumerIds });
  expect(await link.orders.take("start-consumers")).toMatchObject({ participantId: viewer.id, consumerIds });
  await sharer.inbox.take("producer-added");
  await sharer.settled();
  expect(sharer.inbox.waiting).toEqual([]);
});

test("the sharer is answered when the node has the stream, not before", async () => {
  link.ignores.add("produce");
  let answered = false;
  const producerId = crypto.randomUUID();
  const publishing = sharer.publish("camera", producerId).then(() => {
    answered = true;
  });
  await link.orders.take("produce");
  await sharer.settled();
  expect(answered).toBe(false);
  expect((await room.join()).session.snapshot.participants[0]?.producers).toEqual([]);
  link.report({ type: "produced", participantId: sharer.id, producerId, consumers: [] });
  await publishing;
});

test("what the node cannot take is refused to the sharer, and nobody else hears of it", async () => {
  link.fails.add("produce");
  const error = await sharer.refused(publishMessage("screen", crypto.randomUUID()));
  expect(error).toMatchObject({ code: "media_rejected" });
  await viewer.settled();
  expect(viewer.inbox.waiting).toEqual([]);
  // It may try again.
  link.fails.clear();
  await sharer.publish("screen");
});

test("the same stream published twice is one stream", async () => {
  const producerId = await sharer.publish("screen");
  await sharer.publish("screen", producerId);
  await viewer.inbox.take("producer-added");
  await viewer.settled();
  expect(viewer.inbox.waiting.map(({ type }) => type)).toEqual(["consumers"]);
});

test("nobody takes another one's stream over", async () => {
  const producerId = await sharer.publish("screen");
  const theft = await viewer.refused(publishMessage("screen", producerId));
  expect(theft.code).toBe("duplicate_producer");
  expect((await viewer.refused({ type: "unpublish", producerId })).code).toBe("forbidden");
  expect((await room.join()).session.snapshot.participants[0]?.producers).toHaveLength(1);
});

test.for(["microphone", "camera"] as const)("there is one %s", async (source) => {
  const first = await sharer.publish(source);
  const second = await sharer.refused(publishMessage(source, crypto.randomUUID()));
  expect(second.code).toBe("duplicate_producer");
  await sharer.ask({ type: "unpublish", producerId: first });
  await sharer.publish(source);
});

test("a stream that is published again keeps its name, which no other of its owner has", async () => {
  const first = await sharer.publish("screen");
  const again = { ...publishMessage("screen", crypto.randomUUID()), streamId: first };
  expect((await sharer.refused(again)).code).toBe("duplicate_producer");
  await sharer.ask({ type: "unpublish", producerId: first });
  await sharer.ask(again);
  const { snapshot } = (await room.join()).session;
  const producer = {
    id: again.producerId,
    streamId: first,
    source: "screen",
    codec: "vp8",
    paused: false,
    drawing: true,
  };
  expect(snapshot.participants[0]?.producers).toEqual([producer]);
});

test("screens may be several, up to a limit", async () => {
  for (let shared = 0; shared < LIMITS.producersPerParticipant; shared += 1) await sharer.publish("screen");
  const error = await sharer.refused(publishMessage("screen", crypto.randomUUID()));
  expect(error.code).toBe("too_many_producers");
});

test("a room carries only so many streams; one that takes another's place still finds it", async () => {
  const producerId = await sharer.publish("screen");
  await room.storage(({ kv }) => {
    const like = kv.get<object>(`producer/${producerId}`);
    for (let carried = 1; carried < LIMITS.producersPerRoom; carried += 1) {
      const id = crypto.randomUUID();
      kv.put(`producer/${id}`, { ...like, id, streamId: id, participantId: viewer.id });
    }
  });
  await room.evict();
  const error = await sharer.refused(publishMessage("camera", crypto.randomUUID()));
  expect(error.code).toBe("too_many_streams");
  const next = publishMessage("screen", crypto.randomUUID());
  await sharer.ask({ ...next, streamId: producerId, replaces: producerId });
});

test("pausing is known to all, and to the node", async () => {
  const producerId = await sharer.publish("microphone");
  await sharer.ask({ type: "set-paused", producerId, paused: true });
  expect(await viewer.inbox.take("producer-paused")).toMatchObject({
    producerId,
    paused: true,
    by: sharer.id,
  });
  expect(await link.orders.take("pause-producer")).toMatchObject({ producerId, paused: true });
  // Said again, it is no news.
  await sharer.ask({ type: "set-paused", producerId, paused: true });
  await viewer.inbox.take("producer-added");
  await viewer.inbox.take("consumers");
  await viewer.settled();
  expect(viewer.inbox.waiting).toEqual([]);
});

test("an end is known to all, and to the node", async () => {
  const producerId = await sharer.publish("screen");
  await sharer.ask({ type: "unpublish", producerId });
  expect(await viewer.inbox.take("producer-removed")).toMatchObject({ producerId, by: sharer.id });
  expect(await link.orders.take("close-producer")).toMatchObject({ producerId });
  expect((await sharer.refused({ type: "unpublish", producerId })).code).toBe("unknown_producer");
});

test("a page that lost its consumers asks for them again", async () => {
  const producerId = await sharer.publish("screen");
  const { consumers } = await viewer.inbox.take("consumers");
  await viewer.ask({ type: "consume", producerIds: [producerId, crypto.randomUUID()] });
  expect((await viewer.inbox.take("consumers")).consumers).toEqual(consumers);
  const order = await link.orders.take("consume");
  expect(order.producerIds).toEqual([producerId]);
});

test("a path that was lost gets new ICE credentials", async () => {
  const ice = await sharer.ask({ type: "restart-ice", direction: "send" });
  expect(ice).toMatchObject({ usernameFragment: "fragment" });
  expect(await link.orders.take("restart-ice")).toMatchObject({
    participantId: sharer.id,
    direction: "send",
  });
});

test("new transports end what was published on the old ones", async () => {
  const producerId = await sharer.publish("screen");
  await sharer.ask({ type: "renew-media", ...sharerCapabilities() });
  await sharer.inbox.take("offer");
  expect(await viewer.inbox.take("producer-removed")).toMatchObject({ producerId });
  await sharer.publish("screen");
});

test("what is only being published when new transports are asked for is worth publishing again", async () => {
  link.ignores.add("produce");
  const publishing = sharer.refused(publishMessage("screen", crypto.randomUUID()));
  await link.orders.take("produce");
  await sharer.ask({ type: "renew-media", ...sharerCapabilities() });
  expect(await publishing).toMatchObject({ code: "media_unavailable", retryAfterMs: TIMES.nodeRetryMs });
});

function sharerCapabilities() {
  const fingerprints = [{ algorithm: "sha-256" as const, value: Array(32).fill("CD").join(":") }];
  return { rtpCapabilities: { codecs: [], headerExtensions: [] }, dtlsParameters: { fingerprints } };
}
