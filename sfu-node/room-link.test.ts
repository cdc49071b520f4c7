import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLOSE_CODES } from "../protocol/errors.ts";
import type { MessageOf } from "../protocol/frame.ts";
import type { ORDERS } from "../protocol/node/orders.ts";
import { createLog } from "./log.ts";
import { MediaNode } from "./node.ts";
import { type ControlPeer, FakeEdge, type RoomPeer } from "./testing/fake-edge.ts";
import { attach, produce, testConfig } from "./testing/fixtures.ts";

let edge: FakeEdge;
let node: MediaNode;
let control: ControlPeer;

beforeAll(async () => {
  edge = await FakeEdge.start();
  node = await MediaNode.create(testConfig(edge), createLog("error"));
  control = await edge.register();
});

afterAll(async () => {
  await node.close();
  edge.close();
});

test("a node registers, beats, and dials the room that it is to serve", async () => {
  expect((await control.next("beat")).load).toMatchObject({ rooms: 0, consumers: 0 });
  const roomId = randomUUID();
  control.send({ type: "serve", roomId, epoch: 3 });
  const room = await edge.link(roomId);
  expect(room.claims.room).toBe(roomId);
  expect(await room.next("holding")).toEqual({
    type: "holding",
    epoch: 3,
    participantIds: [],
    producerIds: [],
    peers: [],
  });
});

test("who attaches gets both transports, and a consumer of every producer of the others once", async () => {
  const { room } = await edge.serve(control);
  const ann = produce("ann");
  const bob = produce("bob");
  // All in one frame: bob attaches while ann's producer is being made.
  room.send(attach("ann"), ann, attach("bob"), bob, attach("eve"));

  const { media: annMedia } = await room.next("attached");
  expect(annMedia.consumers).toEqual([]);
  expect(annMedia.node).toEqual({ id: edge.nodeId, region: "test" });
  expect(annMedia.send.iceCandidates.map(({ protocol }) => protocol)).toEqual(["udp", "tcp"]);
  expect(annMedia.send.dtlsParameters.role).toBe("auto");
  expect(await room.next("produced")).toMatchObject({ producerId: ann.producerId, consumers: [] });

  const { media: bobMedia } = await room.next("attached");
  expect(bobMedia.consumers.map(({ producerId }) => producerId)).toEqual([ann.producerId]);
  const { consumers } = await room.next("produced");
  expect(consumers.map(({ participantId }) => participantId)).toEqual(["ann"]);

  const { media: eveMedia } = await room.next("attached");
  expect(eveMedia.consumers.map(({ producerId }) => producerId)).toEqual([ann.producerId, bob.producerId]);
});

test("orders given twice are done once", async () => {
  const { room } = await edge.serve(control);
  const screen = produce("ann");
  room.send(attach("ann"), attach("bob"), screen, screen);
  const [first, second] = [await room.next("produced"), await room.next("produced")];
  expect(first.consumers).toHaveLength(1);
  expect(second).toEqual(first);

  const consume = {
    type: "consume",
    epoch: 1,
    participantId: "bob",
    producerIds: [screen.producerId],
  } satisfies MessageOf<typeof ORDERS>;
  room.send(consume, { ...consume, participantId: "nobody" });
  expect((await room.next("consuming")).consumers).toEqual(first.consumers.map(({ consumer }) => consumer));
  expect((await room.next("consuming")).consumers).toEqual([]);
});

test("who has reserved transports and consumers is attached on them, with what came after and without what is over", async () => {
  const { room } = await edge.serve(control);
  const bob = attach("bob");
  const [first, over, later] = [produce("ann"), produce("ann"), produce("ann")];
  room.send(attach("ann"), first, over, { ...bob, type: "reserve" }, later);
  const { participantId, media } = await room.next("reserved");
  expect(participantId).toBe("bob");
  expect(media.consumers.map(({ producerId }) => producerId)).toEqual([first.producerId, over.producerId]);
  await room.next("produced");
  await room.next("produced");
  // Nobody hears of it, who could be told of what begins only now.
  expect((await room.next("produced")).consumers).toEqual([]);
  const [ready] = media.consumers;
  room.send(
    { type: "close-producer", epoch: 1, producerId: over.producerId },
    { ...bob, ready: [ready?.id ?? "", "unknown"] },
  );
  await room.next("attached");
  const { send, receive, consumers } = (await room.next("attached")).media;
  expect({ send, receive }).toEqual({ send: media.send, receive: media.receive });
  expect(consumers[0]).toEqual(ready);
  expect(consumers.map(({ producerId }) => producerId)).toEqual([first.producerId, later.producerId]);
});

test("what is reserved is not for another certificate, and is gone once it is detached", async () => {
  const { room } = await edge.serve(control);
  const bob = attach("bob");
  const detach = { type: "detach", epoch: 1, participantId: "bob" } as const;
  for (const orders of [[attach("bob")], [detach, bob]]) {
    room.send({ ...bob, type: "reserve" }, ...orders);
    const reserved = await room.next("reserved");
    const { media } = await room.next("attached");
    expect(media.receive.id).not.toBe(reserved.media.receive.id);
  }
});

test("an ICE restart gives new credentials, and nothing to who has no transport", async () => {
  const { room } = await edge.serve(control);
  const restart = { type: "restart-ice", epoch: 1, participantId: "ann", direction: "send" } as const;
  room.send(attach("ann"), { ...restart, request: 1 }, { ...restart, request: 2, participantId: "nobody" });
  const { media } = await room.next("attached");
  const { request, iceParameters } = await room.next("ice-restarted");
  expect(request).toBe(1);
  expect(iceParameters?.usernameFragment).not.toBe(media.send.iceParameters.usernameFragment);
  expect(await room.next("ice-restarted")).toMatchObject({ request: 2, iceParameters: null });
});

test("who cannot decode a stream is left out, and costs the others nothing", async () => {
  const { room } = await edge.serve(control);
  const deaf = attach("deaf");
  const codecs = deaf.rtpCapabilities.codecs.filter(({ kind }) => kind === "audio");
  room.send({ ...deaf, rtpCapabilities: { ...deaf.rtpCapabilities, codecs } }, attach("bob"), attach("ann"));
  room.send(produce("ann"));
  const { consumers } = await room.next("produced");
  expect(consumers.map(({ participantId }) => participantId)).toEqual(["bob"]);
});

test("attaching again replaces, and closing a producer closes it for everybody", async () => {
  const { room } = await edge.serve(control);
  const [camera, screen] = [produce("ann"), produce("ann")];
  room.send(attach("ann"), camera, screen, attach("ann"), produce("ann", camera.producerId), attach("bob"));
  const [first, again, bob] = [
    await room.next("attached"),
    await room.next("attached"),
    await room.next("attached"),
  ];
  expect(again.media.send.id).not.toBe(first.media.send.id);
  expect(bob.media.consumers.map(({ producerId }) => producerId)).toEqual([camera.producerId]);

  room.send(
    { type: "pause-producer", epoch: 1, producerId: camera.producerId, paused: true },
    { type: "start-consumers", epoch: 1, participantId: "bob", consumerIds: [randomUUID()] },
    { type: "close-producer", epoch: 1, producerId: camera.producerId },
    { type: "close-producer", epoch: 1, producerId: camera.producerId },
    { type: "detach", epoch: 1, participantId: "bob" },
    attach("eve"),
  );
  expect((await room.next("attached")).media.consumers).toEqual([]);
});

test("sizes that a codec does not have are refused, and cost the others nothing", async () => {
  const { room } = await edge.serve(control);
  const camera = produce("ann");
  const { rtpParameters } = camera;
  const codecs = rtpParameters.codecs.map((codec) => ({
    ...codec,
    mimeType: codec.mimeType.replace("VP8", "VP9"),
  }));
  const encodings = [...rtpParameters.encodings, { ssrc: 1, rtx: { ssrc: 2 } }];
  const absurd = { ...camera, rtpParameters: { ...rtpParameters, codecs, encodings } };
  room.send(attach("ann"), attach("bob"), absurd, produce("bob"));
  expect(await room.next("produce-failed")).toMatchObject({ producerId: camera.producerId });
  expect((await room.next("produced")).consumers.map(({ participantId }) => participantId)).toEqual(["ann"]);
});

test("what mediasoup refuses is answered, and costs the others nothing", async () => {
  const { room } = await edge.serve(control);
  const screen = produce("ann");
  room.send(produce("nobody"), attach("ann"), attach("bob"), screen, produce("bob", screen.producerId));
  expect(await room.next("produce-failed")).toMatchObject({ participantId: "nobody" });
  expect(await room.next("produce-failed")).toMatchObject({ participantId: "bob" });
  expect((await room.next("produced")).consumers).toHaveLength(1);
});

test("orders of another epoch are refused", async () => {
  const { room } = await edge.serve(control);
  room.send(attach("late", 2), attach("ann"));
  expect((await room.next("attached")).participantId).toBe("ann");
  const metrics = await (await fetch(`http://127.0.0.1:${node.httpPort}/metrics`)).text();
  expect(metrics).toContain('nearcast_orders_refused_total{type="attach"} 1');
  expect(metrics).toMatch(/nearcast_transports [1-9]/);
  expect(metrics).toMatch(/nearcast_worker_cpu_seconds_total\{worker="0"\} \d/);
});

test("media outlives a lost link, and the next one begins with what is held", async () => {
  const { roomId, room } = await edge.serve(control);
  const screen = produce("ann");
  room.send(attach("ann"), screen);
  await room.next("produced");
  room.close();
  const next = await edge.link(roomId);
  expect(await next.next("holding")).toMatchObject({
    participantIds: ["ann"],
    producerIds: [screen.producerId],
  });
  next.send(attach("bob"));
  expect((await next.next("attached")).media.consumers).toHaveLength(1);
});

test("a later epoch replaces an earlier one, which then is ignored", async () => {
  const { roomId, room } = await edge.serve(control);
  room.send(attach("ann"));
  await room.next("attached");
  control.send({ type: "serve", roomId, epoch: 2 }, { type: "serve", roomId, epoch: 1 });
  const next = await edge.link(roomId);
  expect(await next.next("holding")).toMatchObject({ epoch: 2, participantIds: [] });
  expect(await room.closed).toBe(1000);
  expect(edge.rooms.rest).toEqual([]);
});

test.each([
  ["the room closes it", (room: RoomPeer) => room.send({ type: "close-room", epoch: 1 })],
  ["it serves the room no longer", (room: RoomPeer) => room.close(CLOSE_CODES.not_serving)],
])("a room is forgotten when %s", async (_, end) => {
  const { roomId, room } = await edge.serve(control);
  room.send(attach("ann"));
  await room.next("attached");
  end(room);
  await room.closed;
  control.send({ type: "serve", roomId, epoch: 1 });
  expect(await (await edge.link(roomId)).next("holding")).toMatchObject({ participantIds: [] });
});
