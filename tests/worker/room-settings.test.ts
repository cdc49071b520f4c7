import { beforeEach, describe, expect, test } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { roomInPostgres, withoutDatabase } from "./harness/database.ts";
import { Guest } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { MediaNode } from "./harness/node.ts";
import { joinMessage, Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

let room: Room;
let owner: Page;
let guest: Page;

beforeEach(async () => {
  const node = await MediaNode.register("node-a");
  room = await Room.open();
  owner = await room.join(room.owner);
  guest = await room.join();
  await node.link(room.id);
});

describe("what moderators change of a room", () => {
  test("everybody is told at once, and it lasts", async () => {
    await owner.ask({
      type: "change-room",
      title: "  Tea\u202e time ",
      rules: { share: "moderator" },
      limit: 5,
    });
    const { room: told } = await guest.inbox.take("room-changed");
    expect(told).toMatchObject({
      title: "Tea time",
      limit: 5,
      rules: { share: "moderator", speak: "participant" },
    });
    await room.evict();
    expect((await room.join()).session.snapshot.room).toEqual(told);
    await eventually(async () => (await roomInPostgres(room.id)).version === 1);
    expect(await roomInPostgres(room.id)).toMatchObject({ title: "Tea time", settings: { limit: 5 } });
  });

  test("ends what may no longer be sent, and names who did it", async () => {
    const screen = await guest.publish("screen");
    const voice = await guest.publish("microphone");
    await owner.ask({ type: "change-room", rules: { share: "moderator" } });
    const removed = await guest.inbox.take("producer-removed");
    expect(removed).toMatchObject({ producerId: screen, by: owner.id });
    await guest.ask({ type: "set-paused", producerId: voice, paused: true });
  });

  test("waits for a database that is away, and is right meanwhile", async () => {
    await owner.ask({ type: "change-room", title: "First" });
    const back = withoutDatabase();
    await owner.ask({ type: "change-room", title: "Second" });
    await room.pass(1_001);
    await room.evict();
    back();
    // What Postgres still has is older than what the room knows.
    expect((await new Guest().session(room.slug)).room.title).toBe("Second");
    await room.pass(61_000);
    await eventually(async () => (await roomInPostgres(room.id)).title === "Second");
  });

  test("is not for others, and has its bounds", async () => {
    expect((await guest.refused({ type: "change-room", title: "Mine" })).code).toBe("forbidden");
    for (const change of [
      { title: " " },
      { title: "x".repeat(81) },
      { limit: 1 },
      { limit: LIMITS.participantsPerRoom + 1 },
      { limit: 2.5 },
      { lobby: "some" },
      { rules: { share: "viewer" } },
      { rules: { speak: null } },
      { guests: "no" },
    ])
      expect((await owner.refused({ type: "change-room", ...change } as never)).code).toBe("bad_message");
    await owner.settled();
    expect(owner.inbox.waiting.some(({ type }) => type === "room-changed")).toBe(false);
  });

  test("a limit keeps out whoever is one too many, but not those who look after the room", async () => {
    await owner.ask({ type: "change-room", limit: 2 });
    const page = await Page.open(room.id);
    const { token } = await new Guest().session(room.slug);
    expect((await page.refused(joinMessage(token))).code).toBe("room_full");
    await room.join(room.owner);
  });
});
