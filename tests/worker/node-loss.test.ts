import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import { findNode } from "../../worker/registry/find-node.ts";
import { registryOf } from "../../worker/registry/registry-of.ts";
import { Guest } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { MediaNode } from "./harness/node.ts";
import { type Page, publishMessage } from "./harness/page.ts";
import type { Room } from "./harness/room.ts";
import type { RoomLink } from "./harness/room-link.ts";
import { openSharedRoom } from "./harness/shared-room.ts";

let node: MediaNode;
let room: Room;
let link: RoomLink;
let sharer: Page;
let viewer: Page;
let screen: string;

beforeEach(async () => {
  ({ node, room, link, sharer, viewer, screen } = await openSharedRoom());
});

/** The node that somebody would get who is nowhere. */
async function choose(): Promise<string | null> {
  const wish = { positions: [], roundTrips: {}, used: [], regions: null, avoid: [] };
  return (await findNode(env, wish))?.id ?? null;
}

/** Loses the node's link, and returns once the room has seen it: what it orders then goes nowhere. */
async function loseLink(): Promise<void> {
  node.stopDialling();
  link.cut();
  await eventually(async () => {
    const error = await sharer.request({ type: "restart-ice", direction: "send" });
    return "error" in error && error.error.code === "media_unavailable";
  });
  link.orders.clear();
}

describe("a link that is lost and dialled again in time", () => {
  test("keeps the epoch and all media, and nobody notices", async () => {
    await loseLink();
    const again = await node.dial(room.id, link.epoch, link);
    expect(await again.orders.take("pause-producer")).toMatchObject({ producerId: screen, paused: false });
    await viewer.chat("any news?");
    await sharer.inbox.take("chat-message");
    expect(sharer.inbox.waiting).toEqual([]);
    expect(again.orders.waiting).toEqual([]);
    const newcomer = await room.join();
    expect(newcomer.session.snapshot.epoch).toBe(link.epoch);
    expect(newcomer.session.media?.consumers).toHaveLength(1);
  });

  test("takes the place of one that the room still believed in", async () => {
    const again = await node.dial(room.id, link.epoch, link);
    await again.orders.take("pause-producer");
    expect(await link.closed).toEqual({ code: 4409, reason: "replaced" });
    await sharer.publish("camera");
    await again.orders.take("produce");
  });

  test("has what happened meanwhile made up for", async () => {
    await loseLink();
    await sharer.ask({ type: "unpublish", producerId: screen });
    viewer.sendItem({ type: "leave" });
    await sharer.inbox.take("participant-left");
    const joining = room.join(new Guest(), { name: "Newcomer" });
    await sharer.inbox.take("participant-joined");
    const again = await node.dial(room.id, link.epoch, link);
    expect(await again.orders.take("detach")).toMatchObject({ participantId: viewer.id });
    expect(await again.orders.take("close-producer")).toMatchObject({ producerId: screen });
    const newcomer = await joining;
    expect(newcomer.session.media?.consumers).toEqual([]);
    expect([...again.participants.keys()].sort()).toEqual([sharer.id, newcomer.id].sort());
  });

  test("offers new transports to whom the node has lost, and ends their streams", async () => {
    await loseLink();
    link.participants.delete(sharer.id);
    link.producers.clear();
    const again = await node.dial(room.id, link.epoch, link);
    const offer = await sharer.inbox.take("offer");
    expect(offer.epoch).toBe(link.epoch);
    expect(await viewer.inbox.take("producer-removed")).toMatchObject({ producerId: screen, by: null });
    await viewer.settled();
    expect(viewer.inbox.waiting.filter(({ type }) => type === "offer")).toEqual([]);
    await sharer.publish("screen");
    await again.orders.take("produce");
  });

  test("refuses what was being published, for the page to publish again", async () => {
    link.ignores.add("produce");
    const publishing = sharer.refused(publishMessage("camera", crypto.randomUUID()));
    await link.orders.take("produce");
    await loseLink();
    await node.dial(room.id, link.epoch, link);
    expect(await publishing).toMatchObject({ code: "media_unavailable", retryAfterMs: TIMES.nodeRetryMs });
  });
});

describe("a node that is lost", () => {
  /** All media is gone, and each page is offered new transports by the other node. */
  async function everybodyMoves(from: RoomLink): Promise<void> {
    for (const page of [sharer, viewer]) {
      const lost = await page.inbox.take("media-lost");
      expect(lost.participantIds).toContain(page.id);
      const offer = await page.inbox.take("offer");
      expect(offer.epoch).toBe(from.epoch + 1);
      expect(offer.media.consumers).toEqual([]);
    }
    await sharer.publish("screen");
    expect((await viewer.inbox.take("consumers")).consumers).toHaveLength(1);
  }

  test("because it drains, is left for another one", async () => {
    const other = await MediaNode.register("node-b");
    link.report({ type: "leaving", reason: "draining" });
    await everybodyMoves(link);
    expect((await other.link(room.id)).epoch).toBe(link.epoch + 1);
  });

  test("because its mediasoup worker died, may serve the room anew", async () => {
    link.report({ type: "leaving", reason: "worker-died" });
    await everybodyMoves(link);
    expect((await node.link(room.id)).epoch).toBe(link.epoch + 1);
  });

  test("because it did not dial again in time, is left for another one", async () => {
    vi.setSystemTime(Date.now());
    const other = await MediaNode.register("node-b");
    await loseLink();
    await room.pass(TIMES.nodeGraceMs);
    await everybodyMoves(link);
    // It comes back too late.
    const late = await node.dial(room.id, link.epoch, link);
    expect((await late.closed).code).toBe(4404);
    expect((await other.link(room.id)).epoch).toBe(link.epoch + 1);
  });

  test("because it has ended, is left before it could dial again, also where its registry hears of that late", async () => {
    vi.setSystemTime(Date.now());
    await loseLink();
    // Its registry still has it.
    await room.pass(TIMES.nodeDoubtMs);
    expect(viewer.inbox.waiting).toEqual([]);
    const askedAgain = await room.storage((storage) => storage.getAlarm());
    expect(askedAgain).toBeLessThanOrEqual(Date.now() + TIMES.nodeDoubtsApartMs);
    node.end();
    await eventually(async () => (await choose()) === null);
    await MediaNode.register("node-b");
    await room.pass(TIMES.nodeDoubtsApartMs);
    await everybodyMoves(link);
  });

  test("from sight because its registry was started anew too, keeps the media that flows, until it had time to come back", async () => {
    vi.setSystemTime(Date.now());
    await loseLink();
    await evictDurableObject(registryOf(env, "enam"), { webSockets: "close" });
    await MediaNode.register("node-b");
    await room.pass(TIMES.nodeDoubtMs);
    await room.pass(TIMES.nodeDoubtsApartMs);
    const back = await MediaNode.register("node-a", { dials: false });
    await room.pass(TIMES.nodeDoubtsApartMs);
    expect(await back.served.take("serve")).toMatchObject({ roomId: room.id, epoch: link.epoch });
    const again = await back.dial(room.id, link.epoch, link);
    await again.orders.take("pause-producer");
    expect(viewer.inbox.waiting).toEqual([]);

    again.cut();
    await evictDurableObject(registryOf(env, "enam"), { webSockets: "close" });
    const other = await MediaNode.register("node-b");
    await eventually(async () => {
      other.beat();
      await room.pass(TIMES.nodeDoubtsApartMs);
      return viewer.inbox.waiting.some(({ type }) => type === "media-lost");
    });
    await everybodyMoves(link);
  });

  test("with no other in sight, is waited for, and the room talks on", async () => {
    node.end();
    await loseLink();
    vi.setSystemTime(Date.now());
    await room.pass(TIMES.nodeLeaseMs + 1);
    await viewer.inbox.take("media-lost");
    await viewer.chat("we can still write");
    await MediaNode.register("node-b");
    await eventually(async () => {
      await room.pass(TIMES.nodeRetryMs);
      return viewer.inbox.waiting.some(({ type }) => type === "offer");
    });
  });

  test("leaves nothing of its media behind in the room", async () => {
    link.report({ type: "leaving", reason: "worker-died" });
    await viewer.inbox.take("offer");
    const newcomer = await room.join();
    expect(newcomer.session.snapshot.participants.flatMap(({ producers }) => producers)).toEqual([]);
    expect(newcomer.session.media?.consumers).toEqual([]);
  });
});

describe("which node", () => {
  test("the least loaded one that beats", async () => {
    const other = await MediaNode.register("node-b", {
      load: { rooms: 9, people: 30, consumers: 90, cpu: 0.8 },
    });
    expect(await choose()).toBe("node-a");
    node.beat({ rooms: 1, people: 2, consumers: 3, cpu: 0.2 });
    other.beat();
    await eventually(async () => (await choose()) === "node-b");
  });

  test("none that is draining, that has gone, or whose lease is over", async () => {
    node.beat(undefined, true);
    await eventually(async () => (await choose()) === null);
    node.beat();
    await eventually(async () => (await choose()) === "node-a");
    vi.setSystemTime(Date.now() + TIMES.nodeLeaseMs + 1_000);
    expect(await choose()).toBeNull();
    node.beat();
    await eventually(async () => (await choose()) === "node-a");
    node.end();
    await eventually(async () => (await choose()) === null);
  });

  test("is known still where the registry's memory was lost", async () => {
    await evictDurableObject(registryOf(env, "enam"));
    expect(await choose()).toBe("node-a");
  });

  test("an empty room lets its node go after a while", async () => {
    vi.setSystemTime(Date.now());
    for (const page of [sharer, viewer]) page.sendItem({ type: "leave" });
    await sharer.socket.closed;
    await viewer.socket.closed;
    await room.pass(TIMES.emptyRoomMs);
    expect(await link.orders.take("close-room")).toHaveProperty("epoch", link.epoch);
    node.beat();
    const again = await room.join();
    expect(again.session.snapshot.epoch).toBeGreaterThan(link.epoch);
  });
});
