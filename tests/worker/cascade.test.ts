import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import type { Position } from "../../protocol/position.ts";
import type { ConsumerParameters } from "../../protocol/rtp.ts";
import { registryOf } from "../../worker/registry/registry-of.ts";
import { guestAt } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { logged } from "./harness/logged.ts";
import { CAPABILITIES, consumer, transport } from "./harness/media.ts";
import { MediaNode } from "./harness/node.ts";
import { type Page, publishMessage } from "./harness/page.ts";
import { counted, countRefusals } from "./harness/refusals.ts";
import { Room } from "./harness/room.ts";
import type { RoomLink } from "./harness/room-link.ts";

const VIRGINIA = { latitude: 39, longitude: -77.5 };
const TOKYO = { latitude: 35.7, longitude: 139.7 };
const SEOUL = { latitude: 37.6, longitude: 127 };

let room: Room;
let virginia: { node: MediaNode; link: RoomLink; page: Page };
let tokyo: typeof virginia;
/** What the one in Virginia shares, and the one in Tokyo sees. */
let screen: string;

beforeEach(async () => {
  const nodes = {
    virginia: await MediaNode.register("node-a", { position: VIRGINIA }),
    tokyo: await MediaNode.register("node-b", { position: TOKYO }),
  };
  room = await Room.open({}, guestAt(VIRGINIA));
  const arrive = async (node: MediaNode, position: Position) => ({
    page: await room.join(guestAt(position)),
    link: await node.link(room.id),
    node,
  });
  virginia = await arrive(nodes.virginia, VIRGINIA);
  screen = await virginia.page.publish("screen");
  tokyo = await arrive(nodes.tokyo, TOKYO);
});

test("who comes far away is on the node there, which gets what is shared through a pipe, once", async () => {
  const { link } = tokyo;
  expect([...link.participants.keys()]).toEqual([tokyo.page.id]);
  const peer = { nodeId: virginia.node.id, epoch: virginia.link.epoch };
  const received = await link.orders.take("receive");
  expect(received).toMatchObject({ producerId: screen, peer });
  await eventually(async () => link.participants.get(tokyo.page.id)?.has(screen) === true);
  expect((await tokyo.page.inbox.take("consumers")).consumers[0]?.producerId).toBe(screen);
  for (const [one, other] of [
    [virginia, tokyo],
    [tokyo, virginia],
  ] as const) {
    const { end, peer } = await one.link.orders.take("connect-pipe");
    expect(peer).toEqual({ nodeId: other.node.id, epoch: other.link.epoch });
    expect(end.srtp.cryptoSuite).toBe("AEAD_AES_256_GCM");
  }
  const second = await room.join(guestAt(TOKYO));
  expect(second.session.media?.consumers).toHaveLength(1);
  const pipes = virginia.link.orders.waiting.filter(({ type }) => type === "pipe");
  expect(pipes).toHaveLength(1);
});

test("what is shared later, paused and stopped is so on every node", async () => {
  await tokyo.page.inbox.take("consumers");
  const camera = await virginia.page.publish("camera");
  expect((await tokyo.page.inbox.take("consumers")).consumers[0]?.producerId).toBe(camera);
  const back = await tokyo.page.publish("microphone");
  expect((await virginia.page.inbox.take("consumers")).consumers[0]?.producerId).toBe(back);
  await virginia.page.ask({ type: "set-paused", producerId: camera, paused: true });
  const paused = await tokyo.link.orders.take("pause-producer", ({ producerId }) => producerId === camera);
  expect(paused.paused).toBe(true);
  await virginia.page.ask({ type: "unpublish", producerId: camera });
  await tokyo.link.orders.take("close-producer", ({ producerId }) => producerId === camera);
  virginia.page.sendItem({ type: "leave" });
  await tokyo.link.orders.take("close-producer", ({ producerId }) => producerId === screen);
});

test("that nobody on a node takes a stream is told to the node that sends it", async () => {
  await tokyo.link.orders.take("receive");
  for (const flows of [false, true]) {
    tokyo.link.report({ type: "pipe-flow", producerId: screen, flows });
    const order = await virginia.link.orders.take("set-pipe-flow");
    const peer = { nodeId: tokyo.node.id, epoch: tokyo.link.epoch };
    expect(order).toMatchObject({ producerId: screen, peer, flows });
  }
});

test("a node that is lost costs those alone whom it served, and what they sent", async () => {
  await tokyo.page.inbox.take("consumers");
  const camera = await tokyo.page.publish("camera");
  await virginia.page.inbox.take("consumers");
  tokyo.link.report({ type: "leaving", reason: "draining" });
  const lost = await virginia.page.inbox.take("media-lost");
  expect(lost.participantIds).toEqual([tokyo.page.id]);
  await virginia.link.orders.take("close-producer", ({ producerId }) => producerId === camera);
  const { media, epoch } = await tokyo.page.inbox.take("offer");
  // There is no other node: the one in Virginia serves both.
  expect(epoch).toBe(virginia.link.epoch);
  expect(media.consumers.map(({ producerId }) => producerId)).toEqual([screen]);
  expect([...virginia.link.producers.keys()]).toEqual([screen]);
  expect(virginia.page.inbox.waiting.map(({ type }) => type)).not.toContain("offer");
});

test("a node that was started again begins in another epoch: the others' ends of its pipes lead nowhere", async () => {
  await tokyo.page.inbox.take("consumers");
  await virginia.link.orders.take("set-peers", ({ peers }) => peers.length === 1);
  virginia.link.orders.clear();
  const { link, node, page } = tokyo;
  link.participants.clear();
  link.producers.clear();
  // Its room does not know yet that the link of the program before is no more.
  const again = await node.dial(room.id, link.epoch, link);
  expect((await again.closed).code).toBe(4404);
  expect((await link.closed).code).toBe(4409);
  expect((await page.inbox.take("media-lost")).participantIds).toEqual([page.id]);
  const { media, epoch } = await page.inbox.take("offer");
  expect(epoch).toBeGreaterThan(link.epoch);
  const peer = { nodeId: node.id, epoch };
  await virginia.link.orders.take("set-peers", ({ peers }) => peers.some((each) => each.epoch === epoch));
  expect(await virginia.link.orders.take("pipe")).toMatchObject({ producerId: screen, peer });
  expect(media.consumers).toEqual([]);
  expect((await page.inbox.take("consumers")).consumers[0]?.producerId).toBe(screen);
});

test("a link in another epoch is refused, whatever it does not hold, and costs nobody their media", async () => {
  const { link, node, page } = tokyo;
  await page.inbox.take("consumers");
  const stranger = await node.dial(room.id, link.epoch + 10);
  expect((await stranger.closed).code).toBe(4404);
  const camera = await page.publish("camera");
  await link.orders.take("produce", ({ producerId }) => producerId === camera);
  expect(page.inbox.waiting.map(({ type }) => type)).not.toContain("media-lost");
});

test("whom a node does not reach, though it beats, gets another one; the others stay", async () => {
  const { rtpCapabilities, dtlsParameters } = CAPABILITIES;
  const renew = { type: "renew-media", rtpCapabilities, dtlsParameters } as const;
  const colleague = await room.join(guestAt(TOKYO));
  await tokyo.page.ask(renew);
  // It may be as well for once.
  expect((await tokyo.page.inbox.take("offer")).epoch).toBe(tokyo.link.epoch);
  await tokyo.page.ask(renew);
  expect((await tokyo.page.inbox.take("offer")).epoch).toBe(virginia.link.epoch);
  expect([...tokyo.link.participants.keys()]).toEqual([colleague.id]);
  expect(virginia.link.participants.get(tokyo.page.id)?.has(screen)).toBe(true);
});

describe("a pipe that carries nothing", () => {
  const peerOf = ({ node, link }: typeof tokyo) => ({ nodeId: node.id, epoch: link.epoch });

  /** The node in Tokyo hears nothing of the one in Virginia, which says that it sends. */
  async function breakPipe(): Promise<void> {
    tokyo.link.report({ type: "pipe-silent", peer: peerOf(virginia), silentMs: 8_000 });
    const asked = await virginia.link.orders.take("check-pipe");
    expect(asked).toMatchObject({ peer: peerOf(tokyo), silentMs: 8_000 });
    virginia.link.report({ type: "pipe-broken", peer: peerOf(tokyo) });
  }

  test("has who is behind it move to the stream's own node, and who comes later from there", async () => {
    await tokyo.page.inbox.take("consumers");
    const camera = await tokyo.page.publish("camera");
    await virginia.page.inbox.take("consumers");
    await breakPipe();
    const { epoch, moves, media } = await tokyo.page.inbox.take("offer");
    expect({ epoch, moves }).toEqual({ epoch: virginia.link.epoch, moves: true });
    expect(media.consumers.map(({ producerId }) => producerId)).toEqual([screen]);
    // What they had goes on until they have moved.
    expect(tokyo.link.participants.has(tokyo.page.id)).toBe(true);
    expect(tokyo.link.producers.has(camera)).toBe(true);
    expect(virginia.page.inbox.waiting.some(({ type }) => type === "offer" || type === "media-lost")).toBe(
      false,
    );
    expect(logged.filter(({ event }) => event === "pipe-broken")).toMatchObject([
      { roomId: room.id, from: "node-a", to: "node-b", leaves: "node-b" },
    ]);
    await tokyo.page.ask({ type: "unpublish", producerId: camera });
    await tokyo.page.ask({ type: "moved", epoch });
    await tokyo.link.orders.take("close-room");
    const late = await room.join(guestAt(TOKYO));
    expect(late.session.snapshot.epoch).toBe(virginia.link.epoch);
    // Nor is its node taken for somebody from elsewhere to whom it is the nearest.
    const neighbour = await room.join(guestAt(SEOUL));
    expect(neighbour.session.snapshot.epoch).toBe(virginia.link.epoch);
  });

  test("costs the node with fewer people its room", async () => {
    const colleague = await room.join(guestAt(TOKYO));
    await breakPipe();
    const { epoch, moves } = await virginia.page.inbox.take("offer");
    expect({ epoch, moves }).toEqual({ epoch: tokyo.link.epoch, moves: true });
    for (const { inbox } of [tokyo.page, colleague])
      expect(inbox.waiting.some(({ type }) => type === "offer")).toBe(false);
  });

  test("costs that node its room which people say does not reach them, however many they are", async () => {
    const colleague = await room.join(guestAt(TOKYO));
    // Who asks for a restart doubts their node, which is told to serve the room once more.
    tokyo.node.stopDialling();
    await tokyo.page.ask({ type: "restart-ice", direction: "receive" });
    await breakPipe();
    for (const { inbox } of [tokyo.page, colleague]) {
      const { epoch, moves } = await inbox.take("offer");
      expect({ epoch, moves }).toEqual({ epoch: virginia.link.epoch, moves: true });
    }
  });

  test("is not believed of one node alone, and not of the pipe to who is no peer", async () => {
    const { link, page } = tokyo;
    virginia.link.report({ type: "pipe-broken", peer: peerOf(tokyo) });
    for (const peer of [
      { nodeId: "node-c", epoch: 1 },
      { ...peerOf(virginia), epoch: 99 },
    ]) {
      link.report({ type: "pipe-silent", peer, silentMs: 8_000 });
      link.report({ type: "pipe-broken", peer });
    }
    link.report({ type: "pipe-silent", peer: peerOf(virginia), silentMs: 8_000 });
    await virginia.link.orders.take("check-pipe");
    expect(virginia.link.orders.waiting.filter(({ type }) => type === "check-pipe")).toEqual([]);
    await page.settled();
    expect(page.inbox.waiting.some(({ type }) => type === "offer")).toBe(false);
    expect(logged.filter(({ event }) => event === "pipe-broken")).toEqual([]);
    expect(logged.filter((entry) => entry.event === "node-refused")).toMatchObject([
      { nodeId: "node-a", reason: "foreign-pipe", detail: "to node-b, which does not miss it" },
    ]);
  });
});

test("what a node says of streams and peers that are not its own is passed on to nobody", async () => {
  const counts = await countRefusals();
  await tokyo.link.orders.take("receive");
  const stream = {
    kind: "video" as const,
    paused: false,
    rtpParameters: { codecs: [{ mimeType: "video/VP8", clockRate: 90_000, payloadType: 101 }] },
    ladder: { scales: [1], temporalLayers: 1, source: null },
  };
  const end = { host: "198.51.100.9", port: 9, srtp: { cryptoSuite: "none", keyBase64: "" } };
  await virginia.link.orders.take("connect-pipe");
  virginia.link.orders.clear();
  const peer = { nodeId: virginia.node.id, epoch: virginia.link.epoch };
  tokyo.link.report({ type: "piped", producerId: screen, peer, stream });
  tokyo.link.report({ type: "piped", producerId: "unheard-of", peer, stream });
  const stale = { ...peer, epoch: peer.epoch + 10 };
  tokyo.link.report({ type: "pipe-ends", ends: [{ peer: stale, end }] });
  tokyo.link.report({ type: "pipe-ends", ends: [{ peer: { nodeId: "node-c", epoch: 1 }, end }] });
  const camera = await tokyo.page.publish("camera");
  await virginia.link.orders.take("receive", ({ producerId }) => producerId === camera);
  expect(virginia.link.orders.waiting).toEqual([]);
  const refusals = logged.filter((entry) => entry.event === "node-refused");
  expect(refusals).toMatchObject(
    [
      `${screen} to node-a in epoch ${peer.epoch}`,
      `to node-a in epoch ${stale.epoch}`,
      "to node-c in epoch 1",
    ].map((detail) => ({ nodeId: "node-b", reason: "foreign-pipe", detail, roomId: room.id })),
  );
  await counted(counts, { "foreign-pipe": 3 });
  const told = await registryOf(env, "apac").nodes();
  expect(told).toMatchObject([{ id: "node-b", refusals: 3 }]);
});

describe("of people and streams on another node, a node of the room is not heard", () => {
  type Lie = Parameters<RoomLink["report"]>[0];

  /** Says something in Tokyo, and returns once the room has heard it. */
  async function lie(...lies: Lie[]): Promise<void> {
    for (const each of lies) tokyo.link.report(each);
    tokyo.link.report({ type: "pipe-flow", producerId: screen, flows: true });
    await virginia.link.orders.take("set-pipe-flow");
    for (const { page } of [virginia, tokyo]) await page.settled();
  }

  beforeEach(async () => {
    await tokyo.page.inbox.take("consumers");
    for (const { page } of [virginia, tokyo]) {
      await page.settled();
      page.inbox.clear();
    }
  });

  test("that a stream flows, or could not be made", async () => {
    virginia.link.ignores.add("produce");
    const producerId = crypto.randomUUID();
    const published = virginia.page.request(publishMessage("camera", producerId));
    await virginia.link.orders.take("produce", (order) => order.producerId === producerId);
    const { id: participantId } = virginia.page;
    const consumers = [
      { participantId: tokyo.page.id, consumer: consumer("a-consumer", producerId, "video") },
    ];
    await lie(
      { type: "produced", participantId, producerId, consumers },
      { type: "produce-failed", participantId, producerId, reason: "a lie" },
    );
    expect([...virginia.page.inbox.waiting, ...tokyo.page.inbox.waiting]).toEqual([]);
    expect(tokyo.link.orders.waiting.map(({ type }) => type)).not.toContain("close-producer");
    virginia.link.report({ type: "produced", participantId, producerId, consumers: [] });
    expect(await published).toHaveProperty("ok");
    expect((await tokyo.page.inbox.take("producer-added")).producer.id).toBe(producerId);
  });

  test("how somebody's path is restarted", async () => {
    // Who asks for a restart doubts their node, which is told to serve the room once more.
    virginia.node.stopDialling();
    virginia.link.ignores.add("restart-ice");
    const restarted = virginia.page.request({ type: "restart-ice", direction: "send" });
    const { type: _type, epoch: _epoch, ...asked } = await virginia.link.orders.take("restart-ice");
    const answer = { type: "ice-restarted", ...asked } as const;
    await lie({ ...answer, iceParameters: transport().iceParameters }, { ...answer, iceParameters: null });
    const { iceParameters } = transport();
    virginia.link.report({ ...answer, iceParameters });
    expect(await restarted).toMatchObject({ ok: iceParameters });
  });

  const TRANSPORTS = {
    node: { id: "node-b", region: "test" },
    send: transport(),
    receive: transport(),
  };
  test.each<[string, (participantId: string, own: ConsumerParameters) => Lie]>([
    [
      "that somebody is on it",
      (participantId, own) => ({
        type: "attached",
        participantId,
        media: { ...TRANSPORTS, consumers: [own] },
      }),
    ],
    [
      "that somebody could not be attached",
      (participantId) => ({ type: "attach-failed", participantId, reason: "a lie" }),
    ],
    [
      "that something is reserved for somebody",
      (participantId, own) => ({
        type: "reserved",
        participantId,
        media: { ...TRANSPORTS, consumers: [own] },
      }),
    ],
    [
      "what somebody consumes",
      (participantId, own) => ({ type: "consuming", participantId, consumers: [own] }),
    ],
    [
      "what somebody receives",
      (participantId, own) => ({
        type: "received",
        producerId: own.producerId,
        consumers: [{ participantId, consumer: own }],
      }),
    ],
  ])("%s", async (_, lieAbout) => {
    const { page, link } = virginia;
    const camera = await tokyo.page.publish("camera");
    await page.inbox.take("consumers");
    page.inbox.clear();
    await lie(lieAbout(page.id, consumer("a-consumer", camera, "video")));
    expect(page.inbox.waiting).toEqual([]);
    await page.publish("microphone");
    expect(link.participants.has(page.id)).toBe(true);
  });
});
