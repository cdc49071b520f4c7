import { beforeEach, expect, test, vi } from "vitest";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { roomInPostgres } from "./harness/database.ts";
import { eventually } from "./harness/inbox.ts";
import { MediaNode } from "./harness/node.ts";
import type { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const FRANKFURT = { latitude: 50.1, longitude: 8.7 };
const VIRGINIA = { latitude: 39, longitude: -77.5 };

let europe: MediaNode;
let america: MediaNode;

beforeEach(async () => {
  europe = await MediaNode.register("node-a", { region: "eu-central", position: FRANKFURT });
  america = await MediaNode.register("node-b", { region: "us-east", position: VIRGINIA });
});

test("a room that is made for some regions is served from there alone", async () => {
  const room = await Room.open({ regions: ["eu-north", "eu-central"] });
  expect((await europe.served.take("serve")).roomId).toBe(room.id);
  const page = await room.join();
  expect(page.session.snapshot.room.regions).toEqual(["eu-north", "eu-central"]);
  expect(page.session.media).not.toBeNull();
  expect(america.served.waiting).toEqual([]);
});

test("where no node of its regions is free, it waits, and talks meanwhile; and takes none other", async () => {
  const room = await Room.open({ regions: ["eu-north"] });
  const page = await room.join();
  expect(page.session.media).toBeNull();
  await page.chat("nobody there yet?");
  vi.setSystemTime(Date.now());
  await room.pass(TIMES.nodeRetryMs + 1);
  await page.settled();
  expect([...europe.served.waiting, ...america.served.waiting]).toEqual([]);
  europe.end();
  const north = await MediaNode.register("node-a", { region: "eu-north" });
  await eventually(async () => {
    await room.pass(TIMES.nodeRetryMs + 1);
    north.beat();
    return page.inbox.waiting.some(({ type }) => type === "offer");
  });
});

test("a room whose owner binds it to other regions moves there at once", async () => {
  const room = await Room.open({ regions: ["us-east"] });
  const owner = await room.join(room.owner);
  const guest = await room.join();
  const link = await america.link(room.id);
  await owner.ask({ type: "change-room", regions: ["eu-central"] });
  expect((await guest.inbox.take("room-changed")).room.regions).toEqual(["eu-central"]);
  await link.orders.take("close-room");
  for (const page of [owner, guest]) {
    expect((await page.inbox.take("media-lost")).participantIds).toContain(page.id);
    expect((await page.inbox.take("offer")).epoch).toBe(link.epoch + 1);
  }
  expect((await europe.link(room.id)).epoch).toBe(link.epoch + 1);
  await eventually(async () => (await roomInPostgres(room.id)).version === 1);
  expect(await roomInPostgres(room.id)).toMatchObject({ settings: { regions: ["eu-central"] } });
});

test("a room that stays where it may be does not move", async () => {
  const room = await Room.open({ regions: ["us-east"] });
  const owner = await room.join(room.owner);
  await america.link(room.id);
  await owner.ask({ type: "change-room", regions: ["eu-central", "us-east"] });
  await owner.ask({ type: "change-room", regions: null });
  await owner.publish("screen");
  expect(owner.inbox.waiting.map(({ type }) => type)).not.toContain("media-lost");
  expect(europe.served.waiting).toEqual([]);
});

test("that is for the owner to say, within bounds", async () => {
  const room = await Room.open();
  const owner: Page = await room.join(room.owner);
  const moderator = await room.join();
  await owner.ask({ type: "set-role", participantId: moderator.id, role: "moderator" });
  const refused = async (page: Page, regions: unknown) =>
    (await page.refused({ type: "change-room", regions } as never)).code;
  expect(await refused(moderator, ["eu-central"])).toBe("forbidden");
  await moderator.ask({ type: "change-room", limit: 9 });
  const tooMany = Array.from({ length: LIMITS.regionsPerRoom + 1 }, (_, index) => `region-${index}`);
  for (const regions of [[], [""], ["x".repeat(41)], "eu-central", tooMany])
    expect(await refused(owner, regions)).toBe("bad_message");
});
