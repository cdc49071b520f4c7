import { randomInt } from "node:crypto";
import type { types } from "mediasoup";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { attach, mediaSettings, produce } from "../testing/fixtures.ts";
import type { ParticipantMedia } from "./participant-media.ts";
import { RoomMedia } from "./room-media.ts";
import { WorkerPool } from "./worker-pool.ts";

const WORKERS = 3;
/** Other tests are at work, too. */
const PATIENCE = { timeout: 10_000 };
const HIDDEN = { width: 0, height: 0, priority: 1 };
const SHOWN = { width: 640, height: 360, priority: 1 };

let pool: WorkerPool;
let media: RoomMedia;
/** What goes into pipes, in the order in which it began to. */
let piped: Set<types.Consumer>;

beforeEach(async () => {
  const log = createLog("error");
  // Everybody has a worker of their own, and a fourth shares one.
  pool = await WorkerPool.create(mediaSettings(WORKERS, 1), log);
  media = await RoomMedia.create(pool, { id: "test-1", region: "test" }, log, {
    lost: () => media.close(),
    pipeFlow: () => undefined,
  });
  piped = new Set();
});
afterEach(() => pool.close());

async function come(id: string): Promise<ParticipantMedia> {
  await media.attach(id, attach(id));
  const participant = participantOf(id);
  participant.place.router.observer.on("newtransport", notePipes);
  return participant;
}

function participantOf(id: string): ParticipantMedia {
  const found = [...media.participants()].find((participant) => participant.id === id);
  if (found === undefined) throw new Error(`${id} is not there`);
  return found;
}

function notePipes(transport: types.Transport): void {
  if (transport.type !== "pipe") return;
  const { srtpParameters } = transport as types.PipeTransport;
  expect(srtpParameters?.cryptoSuite).toBe("AEAD_AES_256_GCM");
  transport.observer.on("newconsumer", (consumer) => void piped.add(consumer));
}

/** A consumer of a participant's own. */
function consumerOf({ transports }: ParticipantMedia, producerId: string): Promise<types.Consumer> {
  return new Promise((resolve) => {
    transports.receive.observer.on("newconsumer", (consumer) => {
      if (consumer.producerId === producerId) resolve(consumer);
    });
  });
}

test("people of one room are on several workers, and everybody has a consumer of what everybody else sends", async () => {
  const people = [await come("ann"), await come("bob"), await come("cem"), await come("dee")];
  expect(new Set(people.map(({ place }) => place.worker)).size).toBe(WORKERS);
  const orders = people.map(({ id }) => produce(id));
  for (const order of orders) expect(await media.produce(order)).toHaveLength(people.length - 1);
  const late = await media.attach("eve", attach("eve"));
  expect(new Set(late.consumers.map(({ producerId }) => producerId))).toEqual(
    new Set(orders.map(({ producerId }) => producerId)),
  );
});

test("a stream goes to another worker once, however many take it there, and by SRTP", async () => {
  await come("ann");
  const others = ["bob", "cem", "dee", "eve", "fay", "gus", "hal"];
  for (const id of others) await come(id);
  const order = produce("ann");
  expect(await media.produce(order)).toHaveLength(others.length);
  expect([...piped].filter(({ producerId }) => producerId === order.producerId)).toHaveLength(WORKERS - 1);
  const dumps = await Promise.all(others.map((id) => participantOf(id).place.router.dump()));
  for (const { mapProducerIdConsumerIds } of dumps)
    expect(mapProducerIdConsumerIds.map(({ key }) => key)).toContain(order.producerId);
});

test("layers survive the pipe", async () => {
  await come("ann");
  const bob = await come("bob");
  const order = produce("ann");
  const encodings = [4, 2, 1].map((scaleResolutionDownBy) => ({
    ssrc: randomInt(1, 0x7fff_ffff),
    scaleResolutionDownBy,
    scalabilityMode: "L1T3",
  }));
  const made = consumerOf(bob, order.producerId);
  const rtpParameters = { ...order.rtpParameters, encodings };
  await media.produce({ ...order, rtpParameters, size: { width: 1280, height: 720 } });
  const consumer = await made;
  expect(consumer.type).toBe("simulcast");
  await media.startConsumers("bob", [consumer.id]);
  await media.watch("bob", new Map([[order.producerId, { ...SHOWN, width: 300, height: 170 }]]), null);
  expect(consumer.preferredLayers).toEqual({ spatialLayer: 0, temporalLayer: 2 });
});

describe("what goes through a pipe", () => {
  let producerId: string;
  let bobs: types.Consumer;
  /** Who is behind the same pipe as bob. */
  let other: string;
  let others: types.Consumer;

  beforeEach(async () => {
    await come("ann");
    const bob = await come("bob");
    const rest = [await come("cem"), await come("dan"), await come("dee"), await come("eve")];
    const beside = rest.find(({ place }) => place === bob.place);
    if (beside === undefined) throw new Error("nobody is beside bob");
    other = beside.id;
    const order = produce("ann");
    producerId = order.producerId;
    const made = Promise.all([consumerOf(bob, producerId), consumerOf(beside, producerId)]);
    await media.produce(order);
    [bobs, others] = await made;
  });

  /** Into the pipe that bob is behind: nobody behind the others has begun. */
  const flows = () =>
    [...piped].some((into) => into.producerId === producerId && !into.closed && !into.paused);

  test("flows while anybody takes it", async () => {
    await expect.poll(flows, PATIENCE).toBe(false);
    await media.startConsumers("bob", [bobs.id]);
    await expect.poll(flows, PATIENCE).toBe(true);
    await media.startConsumers(other, [others.id]);
    await media.watch("bob", new Map([[producerId, HIDDEN]]), null);
    expect(bobs.paused).toBe(true);
    expect(flows()).toBe(true);
    await media.watch(other, new Map([[producerId, HIDDEN]]), null);
    await expect.poll(flows, PATIENCE).toBe(false);
    await media.watch(other, new Map([[producerId, SHOWN]]), null);
    await expect.poll(flows, PATIENCE).toBe(true);
    media.detach(other);
    await expect.poll(flows, PATIENCE).toBe(false);
  });

  test("pauses with its owner, behind the pipe too", async () => {
    await media.pauseProducer(producerId, true);
    await expect.poll(() => bobs.producerPaused).toBe(true);
    await media.pauseProducer(producerId, false);
    await expect.poll(() => bobs.producerPaused).toBe(false);
  });

  test("ends with its owner, and may come back under its id", async () => {
    media.detach("ann");
    await expect.poll(() => bobs.closed).toBe(true);
    await expect.poll(() => participantOf("bob").consumerOf(producerId)).toBeUndefined();
    await come("ann");
    expect(await media.produce(produce("ann", producerId))).toHaveLength(5);
  });
});

test("a worker that dies takes its room with it, and leaves the others", async () => {
  const ann = await come("ann");
  await come("bob");
  const { worker } = ann.place;
  process.kill(worker.pid, "SIGKILL");
  await expect.poll(() => media.isClosed).toBe(true);
  await expect.poll(async () => (await pool.live()).length).toBe(WORKERS);
});

test("a thousand see one share: it leaves its own worker once for each other one, and no worker has them all", {
  timeout: 60_000,
}, async () => {
  const presenter = await come("presenter");
  const order = produce("presenter");
  await media.produce(order);
  const viewers = Array.from({ length: 999 }, (_, index) => `viewer-${index}`);
  for (const id of viewers) expect((await media.attach(id, attach(id))).consumers).toHaveLength(1);
  const { mapProducerIdConsumerIds } = await presenter.place.router.dump();
  const own = mapProducerIdConsumerIds.find(({ key }) => key === order.producerId)?.values.length ?? 0;
  expect(own).toBeLessThan(1.1 * (viewers.length / WORKERS) + WORKERS);
  const loads = (await pool.live()).map(({ consumers }) => consumers);
  expect(loads.reduce((sum, load) => sum + load, 0)).toBe(viewers.length + WORKERS - 1);
  expect(Math.max(...loads) - Math.min(...loads)).toBeLessThan(WORKERS);
});
