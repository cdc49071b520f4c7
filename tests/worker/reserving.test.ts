import { beforeEach, describe, expect, test } from "vitest";
import type { Session } from "../../protocol/api.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { FULL_SIZE, NO_SIZE } from "../../protocol/room/watching.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { Guest } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { CAPABILITIES } from "./harness/media.ts";
import type { MediaNode } from "./harness/node.ts";
import { Page } from "./harness/page.ts";
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
  link.orders.clear();
});

const reserve = (token: string) => ({
  type: "reserve" as const,
  version: PROTOCOL_VERSION,
  token,
  ...CAPABILITIES,
});

/** Resolves when the room has taken what a page said that has not joined. */
const heard = (page: Page) => page.refused({ type: "rename", name: "Nobody" });

/** Somebody who has the room's page open, and whom the node has transports ready for. */
async function comeNear(guest = new Guest()): Promise<{ page: Page; session: Session; reservedId: string }> {
  const session = await guest.session(room.slug);
  const page = await Page.open(room.id, guest);
  page.sendItem(reserve(session.token));
  const { participantId } = await link.orders.take("reserve");
  const isTold = async () => page.inbox.waiting.some(({ type }) => type === "reserved");
  if (!link.ignores.has("reserve")) await eventually(isTold);
  return { page, session, reservedId: participantId };
}

test("who has the room's page open has transports and what to receive, of which nobody hears; their join is answered with the same", async () => {
  const { page, session, reservedId } = await comeNear();
  const { type: _, ...media } = await page.inbox.take("reserved");
  expect(media).toEqual(link.reserved.get(reservedId));
  expect(media.consumers.map(({ producerId }) => producerId)).toEqual([screen]);
  await sharer.settled();
  expect(sharer.inbox.waiting.map(({ type }) => type)).not.toContain("participant-joined");
  const ready = media.consumers.map(({ id }) => id);
  await page.join(session, { ready });
  expect(await link.orders.take("attach")).toMatchObject({ participantId: reservedId, ready });
  expect(page.id).toBe(reservedId);
  expect(page.session.media).toEqual(media);
  expect((await sharer.inbox.take("participant-joined")).participant.id).toBe(reservedId);
});

test("who joins before the node has answered has transports of their own", async () => {
  link.ignores.add("reserve");
  const { page, session, reservedId } = await comeNear();
  await page.join(session);
  expect(page.id).not.toBe(reservedId);
  expect(await link.orders.take("detach")).toMatchObject({ participantId: reservedId });
});

test("who goes away without joining leaves nothing on the node", async () => {
  const { page, reservedId } = await comeNear();
  page.socket.close();
  expect(await link.orders.take("detach")).toMatchObject({ participantId: reservedId });
  expect(await room.keys("reservation/")).toEqual([]);
});

test("a node that is linked anew keeps what is reserved on it, as the room does when it wakes", async () => {
  const { page, session, reservedId } = await comeNear();
  const transports = link.reserved.get(reservedId);
  await room.evict();
  const again = await node.dial(room.id, link.epoch, link);
  again.reserved.set(reservedId, transports ?? expect.fail("nothing was reserved"));
  await page.join(session);
  expect(page.id).toBe(reservedId);
  expect(again.orders.waiting.map(({ type }) => type)).not.toContain("detach");
  expect(page.session.media).toMatchObject({ ...transports });
});

test("who was in, and is back by another socket, has what was reserved closed", async () => {
  const guest = new Guest();
  const tab = crypto.randomUUID();
  const before = await room.join(guest, { tab });
  const { page, session, reservedId } = await comeNear(guest);
  await link.orders.take("attach");
  await page.join(session, { tab, ready: [crypto.randomUUID()] });
  expect(page.id).toBe(before.id);
  expect(await link.orders.take("detach")).toMatchObject({ participantId: reservedId });
  expect((await link.orders.take("attach")).ready).toBeUndefined();
});

test("what was reserved on a node that is lost is forgotten, and a join has its own", async () => {
  const { page, session, reservedId } = await comeNear();
  const { receive } = await page.inbox.take("reserved");
  link.report({ type: "leaving", reason: "worker-died" });
  await sharer.inbox.take("offer");
  expect(await room.keys("reservation/")).toEqual([]);
  await page.join(session);
  expect(page.id).not.toBe(reservedId);
  expect(page.session.media?.receive.id).not.toBe(receive.id);
});

describe("who is expected at any moment", () => {
  /** How large the sharer's streams are wanted, as it hears it next. */
  const demanded = async () => (await sharer.inbox.take("demand")).streams;
  const unwanted = () => [{ producerId: screen, ...NO_SIZE }];
  const wanted = () => [{ producerId: screen, ...FULL_SIZE }];

  beforeEach(async () => {
    viewer.sendItem({ type: "leave" });
    expect(await demanded()).toEqual(unwanted());
  });

  test("finds that screens are sent already, and their owner hears nothing more as they join", async () => {
    const { page, session } = await comeNear();
    expect(await demanded()).toEqual(wanted());
    await page.join(session);
    await sharer.settled();
    expect(sharer.inbox.waiting.map(({ type }) => type)).not.toContain("demand");
  });

  test("and goes, is not waited for", async () => {
    const { page } = await comeNear();
    expect(await demanded()).toEqual(wanted());
    page.socket.close();
    expect(await demanded()).toEqual(unwanted());
  });

  test("and does not come, is not waited for long, also by a room that slept meanwhile, and is once they come", async () => {
    const { page, session } = await comeNear();
    expect(await demanded()).toEqual(wanted());
    await room.evict();
    await room.pass(TIMES.expectedMs);
    expect(await demanded()).toEqual(unwanted());
    await page.join(session);
    expect(await demanded()).toEqual(wanted());
  });

  test("finds a screen sent, too, that is shared meanwhile", async () => {
    const { page, session } = await comeNear();
    expect(await demanded()).toEqual(wanted());
    await sharer.publish("screen");
    await page.join(session);
    await sharer.settled();
    expect(sharer.inbox.waiting.map(({ type }) => type)).not.toContain("demand");
  });

  test("has nobody send a camera", async () => {
    const camera = await sharer.publish("camera");
    expect(await demanded()).toEqual([{ producerId: camera, ...NO_SIZE }]);
    await comeNear();
    expect(await demanded()).toEqual(wanted());
  });

  test("is not where nobody shares, so that nothing wakes the room", async () => {
    await sharer.ask({ type: "unpublish", producerId: screen });
    await comeNear();
    const stored = await room.storage(({ kv }) => [...kv.list<object>({ prefix: "reservation/" })]);
    expect(stored).toHaveLength(1);
    expect(stored[0]?.[1]).not.toHaveProperty("expectedUntil");
  });
});

describe("nothing is reserved", () => {
  async function comesToNothing(guest: Guest, token: string): Promise<Page> {
    const page = await Page.open(room.id, guest);
    page.sendItem(reserve(token));
    await heard(page);
    expect(link.orders.waiting.map(({ type }) => type)).not.toContain("reserve");
    expect(page.inbox.waiting).toEqual([]);
    return page;
  }

  test("for who may not come in", async () => {
    const guest = new Guest();
    const { token } = await guest.session(room.slug);
    const owner = await room.join(room.owner);
    await owner.ask({ type: "lock", locked: true });
    await comesToNothing(guest, token);
  });

  test("twice for one socket", async () => {
    const guest = new Guest();
    const { page } = await comeNear(guest);
    page.sendItem(reserve((await guest.session(room.slug)).token));
    await heard(page);
    expect(link.orders.waiting.map(({ type }) => type)).not.toContain("reserve");
  });

  test("for more from one address than are likely", async () => {
    const guests = Array.from({ length: LIMITS.reservationsPerAddress + 1 }, () => new Guest());
    for (const guest of guests) guest.address = "2001:db8:7::1";
    const [last = new Guest(), ...others] = guests;
    for (const guest of others) await comeNear(guest);
    await comesToNothing(last, (await last.session(room.slug)).token);
  });

  test("twice by one pass", async () => {
    const guest = new Guest();
    const { page, session } = await comeNear(guest);
    page.socket.close();
    await link.orders.take("detach");
    await comesToNothing(guest, session.token);
  });

  test("without a pass that is good, and who has another one joins by the same socket", async () => {
    const guest = new Guest();
    const page = await comesToNothing(guest, "not a token");
    await page.join(await guest.session(room.slug));
  });
});
