import { beforeEach, describe, expect, test, vi } from "vitest";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import { FULL_SIZE, type WatchedStream } from "../../protocol/room/watching.ts";
import { Guest } from "./harness/guest.ts";
import type { MediaNode } from "./harness/node.ts";
import { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";
import type { RoomLink } from "./harness/room-link.ts";
import { openSharedRoom } from "./harness/shared-room.ts";

const SMALL = { width: 320, height: 180 };
const LARGE = { width: 1920, height: 1080 };
const HIDDEN = { width: 0, height: 0 };

let node: MediaNode;
let room: Room;
let link: RoomLink;
let sharer: Page;
let viewer: Page;
let screen: string;

beforeEach(async () => {
  ({ node, room, link, sharer, viewer, screen } = await openSharedRoom());
});

function shown(size: { width: number; height: number }, more: Partial<WatchedStream> = {}): WatchedStream {
  return { producerId: screen, ...size, priority: 1, via: "node", ...more };
}

async function watch(page: Page, streams: WatchedStream[], maxBitrate: number | null = null): Promise<void> {
  await page.ask({ type: "watch", streams, maxBitrate });
}

/** The next thing that the sharer hears about its screen. */
async function demanded(): Promise<{ width: number; height: number }> {
  const { streams } = await sharer.inbox.take("demand");
  const [stream] = streams;
  if (stream === undefined || streams.length > 1) throw new Error(JSON.stringify(streams));
  const { producerId, ...size } = stream;
  expect(producerId).toBe(screen);
  return size;
}

/** That the sharer has heard nothing about its streams that the test has not taken. */
async function nothingDemanded(): Promise<void> {
  await sharer.settled();
  expect(sharer.inbox.waiting.filter(({ type }) => type === "demand")).toEqual([]);
}

test("what a page shows is ordered from the node, and its owner hears how large it is wanted", async () => {
  await watch(viewer, [shown(SMALL, { priority: 200 })], 2_000_000);
  const order = await link.orders.take("watch");
  expect(order).toMatchObject({ participantId: viewer.id, maxBitrate: 2_000_000 });
  expect(order.streams).toEqual([{ producerId: screen, ...SMALL, priority: 200 }]);
  expect(await demanded()).toEqual(SMALL);
});

test("the same list again is no news", async () => {
  await watch(viewer, [shown(SMALL)]);
  await demanded();
  await link.orders.take("watch");
  await watch(viewer, [shown(SMALL)]);
  await nothingDemanded();
  expect(link.orders.waiting).toEqual([]);
});

test("whoever wants it largest decides", async () => {
  const second = await room.join();
  await watch(viewer, [shown(SMALL)]);
  await nothingDemanded();
  await watch(second, [shown({ width: 200, height: 400 })]);
  expect(await demanded()).toEqual({ width: 320, height: 400 });
  await watch(second, [shown(HIDDEN)]);
  expect(await demanded()).toEqual(SMALL);
});

test("what comes directly is not wanted from the node", async () => {
  await watch(viewer, [shown(LARGE, { via: "direct" })]);
  expect((await link.orders.take("watch")).streams).toEqual([{ producerId: screen, ...HIDDEN, priority: 1 }]);
  expect(await demanded()).toEqual(HIDDEN);
  await watch(viewer, [shown(LARGE)]);
  expect(await demanded()).toEqual(LARGE);
});

test("what is not in the list is wanted in full", async () => {
  await watch(viewer, [shown(HIDDEN)]);
  expect(await demanded()).toEqual(HIDDEN);
  await watch(viewer, []);
  expect(await demanded()).toEqual(FULL_SIZE);
});

describe("demand follows people", () => {
  test("it is full for a newcomer who has not said what it shows, and falls when it leaves", async () => {
    await watch(viewer, [shown(SMALL)]);
    expect(await demanded()).toEqual(SMALL);
    const newcomer = await room.join();
    expect(await demanded()).toEqual(FULL_SIZE);
    newcomer.sendItem({ type: "leave" });
    expect(await demanded()).toEqual(SMALL);
    expect(await room.keys("watch/")).toEqual([`watch/${viewer.id}`]);
  });

  test("nobody is left: nothing is wanted", async () => {
    viewer.sendItem({ type: "leave" });
    expect(await demanded()).toEqual(HIDDEN);
  });

  test("a stream that is shared with nobody is wanted by nobody from the start", async () => {
    const alone = await Room.open();
    const page = await alone.join();
    const producerId = await page.publish("camera");
    const { streams } = await page.inbox.take("demand");
    expect(streams).toEqual([{ producerId, ...HIDDEN }]);
  });

  test("who reloads shows everything again until it says otherwise", async () => {
    const guest = new Guest();
    const tab = crypto.randomUUID();
    const reloader = await room.join(guest, { tab });
    await watch(viewer, [shown(SMALL)]);
    await watch(reloader, [shown(HIDDEN)]);
    expect(await demanded()).toEqual(SMALL);
    await room.join(guest, { tab });
    expect(await demanded()).toEqual(FULL_SIZE);
  });

  test("an owner who resumes hears it in full", async () => {
    await watch(viewer, [shown(SMALL)]);
    await demanded();
    sharer.socket.close();
    await viewer.inbox.take("participant-changed");
    const back = await Page.open(room.id);
    const { epoch, seq } = sharer.session.snapshot;
    await back.resume(sharer, { epoch, seq, mediaEpoch: epoch });
    expect((await back.inbox.take("demand")).streams).toEqual([{ producerId: screen, ...SMALL }]);
  });

  test("it outlasts sleep", async () => {
    await watch(viewer, [shown(SMALL)]);
    await demanded();
    await room.evict();
    await watch(viewer, [shown(LARGE)]);
    expect(await demanded()).toEqual(LARGE);
  });
});

describe("a node", () => {
  test("that comes back is told again", async () => {
    await watch(viewer, [shown(SMALL)], 1_000_000);
    const again = await node.dial(room.id, link.epoch, link);
    expect(await again.orders.take("watch")).toMatchObject({
      participantId: viewer.id,
      streams: [{ producerId: screen, ...SMALL, priority: 1 }],
      maxBitrate: 1_000_000,
    });
  });

  test("that makes somebody's transports anew is told right after it", async () => {
    await watch(viewer, [shown(SMALL)]);
    link.orders.clear();
    const { rtpCapabilities, dtlsParameters } = viewerCapabilities();
    await viewer.ask({ type: "renew-media", rtpCapabilities, dtlsParameters });
    await viewer.inbox.take("offer");
    expect(link.orders.waiting.map(({ type }) => type)).toEqual(["attach", "watch"]);
  });
});

describe("bad input", () => {
  const stream = () => shown(SMALL);
  test.for<[string, () => object, string]>([
    ["a size below nothing", () => ({ streams: [{ ...stream(), width: -1 }] }), "streams.0.width"],
    ["an absurd size", () => ({ streams: [{ ...stream(), height: 16_385 }] }), "streams.0.height"],
    ["half a pixel", () => ({ streams: [{ ...stream(), width: 0.5 }] }), "streams.0.width"],
    ["no priority", () => ({ streams: [{ ...stream(), priority: 0 }] }), "streams.0.priority"],
    ["another way", () => ({ streams: [{ ...stream(), via: "pigeon" }] }), "streams.0.via"],
    [
      "an id that is none",
      () => ({ streams: [{ ...stream(), producerId: "__proto__" }] }),
      "streams.0.producerId",
    ],
    ["a cap without room for sound", () => ({ streams: [], maxBitrate: 10_000 }), "maxBitrate"],
    ["an absurd cap", () => ({ streams: [], maxBitrate: 1e12 }), "maxBitrate"],
    ["no cap and no null", () => ({ streams: [], maxBitrate: undefined }), "maxBitrate"],
  ])("%s is refused", async ([, wrong, field]) => {
    const error = await viewer.refused({ type: "watch", maxBitrate: null, ...wrong() } as never);
    expect(error).toMatchObject({ code: "bad_message", message: expect.stringContaining(field) });
    await nothingDemanded();
  });

  test("a list that is too long is refused", async () => {
    const streams = Array(LIMITS.watchedStreams + 1).fill(0);
    expect((await viewer.refused({ type: "watch", streams, maxBitrate: null })).code).toBe("bad_message");
  });

  test("unknown streams, sound and one's own are ignored", async () => {
    const voice = await sharer.publish("microphone");
    const ids = [crypto.randomUUID(), voice];
    await watch(
      viewer,
      ids.map((producerId) => shown(HIDDEN, { producerId })),
    );
    expect((await link.orders.take("watch")).streams).toEqual([]);
    await watch(sharer, [shown(HIDDEN)]);
    expect((await link.orders.take("watch")).streams).toEqual([]);
    await nothingDemanded();
  });

  test("a stream that is listed twice counts once", async () => {
    await watch(viewer, [shown(LARGE), shown(SMALL)]);
    expect((await link.orders.take("watch")).streams).toEqual([
      { producerId: screen, ...SMALL, priority: 1 },
    ]);
    expect(await demanded()).toEqual(SMALL);
  });

  test("a flood is refused before it reaches the node", async () => {
    vi.setSystemTime(Date.now());
    const lists = Array.from({ length: RATES.watch.burst }, (_, index) => index + 1);
    for (const width of lists) await watch(viewer, [shown({ width, height: 1 })]);
    const error = await viewer.refused({ type: "watch", streams: [], maxBitrate: null });
    expect(error).toMatchObject({ code: "rate_limited", retryAfterMs: 1_000 / RATES.watch.perSecond });
    await sharer.settled();
    expect(link.orders.waiting).toHaveLength(RATES.watch.burst);
    await viewer.chat("I may still speak");
  });

  test("who has not joined watches nothing", async () => {
    const stranger = await Page.open(room.id);
    const list = { type: "watch" as const, streams: [shown(HIDDEN)], maxBitrate: null };
    expect((await stranger.refused(list)).code).toBe("not_joined");
    await nothingDemanded();
  });
});

function viewerCapabilities() {
  const fingerprints = [{ algorithm: "sha-256" as const, value: Array(32).fill("CD").join(":") }];
  return { rtpCapabilities: { codecs: [], headerExtensions: [] }, dtlsParameters: { fingerprints } };
}
