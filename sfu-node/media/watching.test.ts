import { randomInt } from "node:crypto";
import type { types } from "mediasoup";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { FULL_SIZE } from "../../protocol/room/watching.ts";
import { createLog } from "../log.ts";
import { attach, mediaSettings, produce } from "../testing/fixtures.ts";
import { RoomMedia } from "./room-media.ts";
import { WorkerPool } from "./worker-pool.ts";

const log = createLog("error");
const SMALL = { width: 300, height: 170, priority: 7 };
const HIDDEN = { width: 0, height: 0, priority: 1 };

let pool: WorkerPool;
let media: RoomMedia;
/** The viewer's consumers, by what they are of. */
let consumers: Map<string, types.Consumer>;

beforeAll(async () => {
  pool = await WorkerPool.create(mediaSettings(), log);
});

beforeEach(async () => {
  media = await RoomMedia.create(pool, { id: "test-1", region: "test" }, log, {
    lost: () => undefined,
    pipeFlow: () => undefined,
  });
  await media.attach("ann", attach("ann"));
  await media.attach("bob", attach("bob"));
  consumers = new Map();
  for (const { id, transports } of media.participants()) {
    if (id !== "bob") continue;
    transports.receive.observer.on("newconsumer", (made) => consumers.set(made.producerId, made));
  }
});

afterAll(() => pool.close());

/** Has ann send a camera in three layers of simulcast; returns bob's consumer of it. */
const camera = () => picture([4, 2, 1]);
/** Has ann send a text in one size; returns bob's consumer of it. */
const text = () => picture([1]);

async function picture(scales: readonly number[]): Promise<types.Consumer> {
  const order = produce("ann");
  const { rtpParameters } = order;
  const encodings = scales.map((scaleResolutionDownBy) => ({
    ssrc: randomInt(1, 0x7fff_ffff),
    scaleResolutionDownBy,
    scalabilityMode: "L1T3",
  }));
  const layered = { ...rtpParameters, encodings };
  await media.produce({ ...order, rtpParameters: layered, size: { width: 1280, height: 720 } });
  const consumer = consumers.get(order.producerId);
  if (consumer === undefined) throw new Error("no consumer");
  return consumer;
}

function watch(
  consumer: types.Consumer,
  wish: typeof SMALL,
  maxBitrate: number | null = null,
): Promise<void> {
  return media.watch("bob", new Map([[consumer.producerId, wish]]), maxBitrate);
}

async function pathToBob(): Promise<types.WebRtcTransportStat> {
  const bob = [...media.participants()].find(({ id }) => id === "bob");
  const [stats] = (await bob?.transports.receive.getStats()) ?? [];
  if (stats === undefined) throw new Error("no path");
  return stats;
}

test("what nobody looks at does not flow, however often it is started", async () => {
  const consumer = await camera();
  await watch(consumer, HIDDEN);
  await media.startConsumers("bob", [consumer.id]);
  expect(consumer.paused).toBe(true);
  await watch(consumer, SMALL);
  expect(consumer.paused).toBe(false);
  await watch(consumer, HIDDEN);
  expect(consumer.paused).toBe(true);
});

test("what is looked at waits for its page", async () => {
  const consumer = await camera();
  await watch(consumer, SMALL);
  expect(consumer.paused).toBe(true);
  await media.startConsumers("bob", [consumer.id]);
  expect(consumer.paused).toBe(false);
});

test("layers and priority follow the size that is shown", async () => {
  const consumer = await camera();
  await media.startConsumers("bob", [consumer.id]);
  await watch(consumer, SMALL);
  expect(consumer).toMatchObject({ preferredLayers: { spatialLayer: 0, temporalLayer: 2 }, priority: 7 });
  await watch(consumer, { width: 640, height: 360, priority: 200 });
  expect(consumer).toMatchObject({ preferredLayers: { spatialLayer: 1, temporalLayer: 2 }, priority: 200 });
  await watch(consumer, { ...FULL_SIZE, priority: 1 });
  expect(consumer).toMatchObject({ preferredLayers: { spatialLayer: 2, temporalLayer: 2 }, priority: 1 });
});

test("what is no longer listed flows in full", async () => {
  const consumer = await camera();
  await media.startConsumers("bob", [consumer.id]);
  await watch(consumer, HIDDEN);
  await media.watch("bob", new Map(), null);
  expect(consumer.paused).toBe(false);
  expect(consumer.preferredLayers?.spatialLayer).toBe(2);
});

test("a consumer that is made later knows how it is wanted", async () => {
  const order = produce("ann");
  await media.watch("bob", new Map([[order.producerId, HIDDEN]]), null);
  await media.produce(order);
  const consumer = consumers.get(order.producerId);
  await media.startConsumers("bob", [consumer?.id ?? ""]);
  expect(consumer?.paused).toBe(true);
});

test("a cap leaves room for sound, and is taken away again", async () => {
  const consumer = await camera();
  const limit = async () => (await pathToBob()).maxOutgoingBitrate;
  await watch(consumer, SMALL, 1_000_000);
  expect(await limit()).toBe(850_000);
  await watch(consumer, SMALL);
  expect(await limit()).toBeUndefined();
});

test("whoever is not there watches nothing", async () => {
  const consumer = await camera();
  await media.watch("nobody", new Map([[consumer.producerId, HIDDEN]]), 1_000_000);
  await media.startConsumers("bob", [consumer.id]);
  expect(consumer.paused).toBe(false);
});

describe("a text that begins", () => {
  const floor = async () => (await pathToBob()).minOutgoingBitrate ?? 0;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    return () => vi.useRealTimers();
  });

  test("is not left out by what is guessed of the path, once", async () => {
    const consumer = await text();
    expect(await floor()).toBe(5_000_000);
    await media.startConsumers("bob", [consumer.id]);
    expect(await floor()).toBe(5_000_000);
    vi.advanceTimersByTime(2_500);
    expect(await floor()).toBe(0);
    await watch(consumer, HIDDEN);
    await watch(consumer, SMALL);
    expect(await floor()).toBe(0);
  });

  test("and is still to come, drowns no other picture", async () => {
    const other = await camera();
    await media.startConsumers("bob", [other.id]);
    const consumer = await text();
    expect(await floor()).toBe(0);
    await watch(other, HIDDEN);
    expect(await floor()).toBe(5_000_000);
    await media.startConsumers("bob", [consumer.id]);
    expect(await floor()).toBe(5_000_000);
  });

  test("takes no more than the page's own cap", async () => {
    const consumer = await text();
    await watch(consumer, SMALL, 1_000_000);
    await media.startConsumers("bob", [consumer.id]);
    expect(await floor()).toBe(850_000);
    await watch(consumer, SMALL, 500_000);
    expect(await pathToBob()).toMatchObject({ maxOutgoingBitrate: 350_000 });
    expect(await floor()).toBe(0);
  });

  test("is for pictures that have no smaller size", async () => {
    const consumer = await camera();
    await media.startConsumers("bob", [consumer.id]);
    expect(await floor()).toBe(0);
  });
});
