import { afterEach, beforeEach, expect, test } from "vitest";
import type { Family, Peer, PipeEnd } from "../../protocol/node/pipes.ts";
import { createLog } from "../log.ts";
import { attach, mediaSettings, produce } from "../testing/fixtures.ts";
import { RoomMedia } from "./room-media.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Other tests are at work, too. */
const PATIENCE = { timeout: 10_000 };

/** A node's share of a room, and what it told the room. */
interface Site {
  readonly peer: Peer;
  readonly pool: WorkerPool;
  readonly media: RoomMedia;
  readonly flows: { producerId: string; flows: boolean }[];
}

/** The way to a peer. */
const by = (peer: Peer, family: Family = "ipv4") => ({ ...peer, family });

let near: Site;
let far: Site;

beforeEach(async () => {
  [near, far] = await Promise.all([open("near"), open("far")]);
  const ends = {
    near: await near.media.setPeers([by(far.peer)]),
    far: await far.media.setPeers([by(near.peer)]),
  };
  for (const { end } of ends.near) await far.media.connectPipe(near.peer, end);
  for (const { end } of ends.far) await near.media.connectPipe(far.peer, end);
});
afterEach(() => {
  near.pool.close();
  far.pool.close();
});

async function open(nodeId: string, settings = mediaSettings(2, 1)): Promise<Site> {
  const log = createLog("error");
  const pool = await WorkerPool.create(settings, log);
  const flows: Site["flows"] = [];
  const media = await RoomMedia.create(pool, { id: nodeId, region: "test" }, log, {
    lost: () => undefined,
    pipeFlow: (producerId, flowing) => void flows.push({ producerId, flows: flowing }),
  });
  return { peer: { nodeId, epoch: 1 }, pool, media, flows };
}

/** Ann on the one node sends; the stream goes on to the other one. */
async function send(): Promise<string> {
  await near.media.attach("ann", attach("ann"));
  const order = produce("ann");
  await near.media.produce(order);
  return order.producerId;
}

async function cascade(producerId: string) {
  const stream = await near.media.pipe(producerId, far.peer);
  if (stream === null) throw new Error("nothing is sent");
  return far.media.receive(producerId, near.peer, stream);
}

test("the ends of a pipe encrypt with AES-GCM, and are made once", async () => {
  const [first] = await near.media.setPeers([by(far.peer)]);
  const [second] = await near.media.setPeers([by(far.peer)]);
  expect(second).toEqual(first);
  expect(first?.end).toMatchObject({ host: "127.0.0.1", srtp: { cryptoSuite: "AEAD_AES_256_GCM" } });
  expect(first?.end.port).toBeGreaterThanOrEqual(44_500);
});

test("a pipe goes by the family that both nodes have, whatever else one of them has", async () => {
  const both = await open("both", {
    ...mediaSettings(),
    ipv6: { listenIp: "::1", announcedAddress: "::1" },
  });
  const young = await open("young", { ...mediaSettings(), listenIp: "::1" });
  try {
    const [ofBoth, ofYoung] = [
      await both.media.setPeers([by(near.peer), by(young.peer, "ipv6")]),
      await young.media.setPeers([by(both.peer, "ipv6")]),
    ];
    expect(ofBoth.map(({ end }) => end.host)).toEqual(["127.0.0.1", "::1"]);
    for (const { end } of ofYoung) await both.media.connectPipe(young.peer, end);
    for (const { end } of ofBoth.slice(1)) await young.media.connectPipe(both.peer, end);
    await expect(young.media.setPeers([by(both.peer, "ipv6"), by(near.peer)])).rejects.toThrow("no ipv4");
    // A name may stand for addresses of both families.
    const named = { ...(ofYoung[0] as { end: PipeEnd }).end, host: "localhost" };
    const again = await near.media.setPeers([by(far.peer), by(both.peer)]);
    await near.media.connectPipe(both.peer, named);
    expect(again).toHaveLength(2);
  } finally {
    both.pool.close();
    young.pool.close();
  }
});

test("a stream is on the other node under its id, for whoever is there, and for who comes later", async () => {
  const producerId = await send();
  for (const id of ["bob", "cem"]) await far.media.attach(id, attach(id));
  const consumers = await cascade(producerId);
  expect(consumers.map(({ participantId }) => participantId)).toEqual(["bob", "cem"]);
  const late = await far.media.attach("dee", attach("dee"));
  expect(late.consumers.map((consumer) => consumer.producerId)).toEqual([producerId]);
  expect(await cascade(producerId)).toHaveLength(3);
  expect(far.media.held()).toEqual({
    participantIds: ["bob", "cem", "dee"],
    producerIds: [producerId],
    peers: [near.peer],
  });
});

test("it goes out once for each other node, however many watch it there, and that is counted", async () => {
  const producerId = await send();
  for (const id of ["bob", "cem", "dee"]) await far.media.attach(id, attach(id));
  const counts = () =>
    [near, far].map(({ media }) => [media.counts().consumers, media.counts().pipedStreams]);
  for (const _told of ["first", "again"]) await cascade(producerId);
  expect(counts()).toEqual([
    [0, 1],
    [3, 0],
  ]);
  const third = { nodeId: "third", epoch: 1 };
  await near.media.setPeers([by(far.peer), by(third)]);
  await near.media.pipe(producerId, third);
  expect(near.media.counts().pipedStreams).toBe(2);
  await near.media.setPeers([by(far.peer)]);
  near.media.closeProducer(producerId);
  await expect.poll(counts, PATIENCE).toEqual([
    [0, 0],
    [3, 0],
  ]);
});

test("it ends with what sends it, and with the peer", async () => {
  const first = await send();
  await cascade(first);
  far.media.closeProducer(first);
  expect(far.media.held().producerIds).toEqual([]);
  await cascade(first);
  expect(far.media.held().producerIds).toEqual([first]);
  await far.media.setPeers([]);
  expect(far.media.held()).toEqual({ participantIds: [], producerIds: [], peers: [] });
});

test("that nobody takes it is told, and that somebody does again", { timeout: 30_000 }, async () => {
  const producerId = await send();
  await far.media.attach("bob", attach("bob"));
  const [made] = await cascade(producerId);
  await expect.poll(() => far.flows, PATIENCE).toEqual([{ producerId, flows: false }]);
  await far.media.startConsumers("bob", [made?.consumer.id ?? ""]);
  await expect.poll(() => far.flows.at(-1)?.flows, PATIENCE).toBe(true);
  far.flows.length = 0;
  const hidden = { width: 0, height: 0, priority: 1 };
  await far.media.watch("bob", new Map([[producerId, hidden]]), null);
  await expect.poll(() => far.flows, PATIENCE).toEqual([{ producerId, flows: false }]);
});

test("what nobody here sends is not piped, and who is no peer gets nothing", async () => {
  expect(await near.media.pipe("unheard-of", far.peer)).toBeNull();
  const producerId = await send();
  await expect(near.media.pipe(producerId, { nodeId: "stranger", epoch: 1 })).rejects.toThrow("no pipe");
  await expect(near.media.pipe(producerId, { ...far.peer, epoch: 2 })).rejects.toThrow("no pipe");
});
