import { beforeEach, describe, expect, test } from "vitest";
import { PATHS } from "../../protocol/api.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Banned } from "../../protocol/room/moderation.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { MediaNode } from "./harness/node.ts";
import { joinMessage, Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

let room: Room;
let owner: Page;
let moderator: Page;
let guest: Guest;
let page: Page;

beforeEach(async () => {
  await MediaNode.register("node-a");
  room = await Room.open();
  owner = await room.join(room.owner, { name: "Ada" });
  moderator = await room.join(new Guest(), { name: "Mo" });
  await owner.ask({ type: "set-role", participantId: moderator.id, role: "moderator" });
  guest = new Guest();
  page = await room.join(guest, { name: "Ben" });
  await moderator.inbox.take("participant-joined", ({ participant }) => participant.id === page.id);
});

async function doorOf(visitor: Guest): Promise<string | undefined> {
  const response = await visitor.post(PATHS.session(room.slug));
  return response.status === 200 ? "open" : codeOf(response);
}

describe("raised hands", () => {
  test("are seen by all, in the order in which they went up, and go down again", async () => {
    await page.ask({ type: "raise-hand", raised: true });
    const { hand } = await owner.inbox.take("participant-changed", ({ hand }) => typeof hand === "number");
    await page.ask({ type: "raise-hand", raised: true });
    const late = await room.join();
    const seen = late.session.snapshot.participants.find(({ id }) => id === page.id);
    expect(seen?.hand).toBe(hand);
    await page.ask({ type: "raise-hand", raised: false });
    await owner.inbox.take("participant-changed", (event) => event.hand === null);
  });

  test("are lowered by moderators, all at once, whoever has left meanwhile, and by nobody else", async () => {
    await page.ask({ type: "raise-hand", raised: true });
    const all = { type: "lower-hands" as const, participantIds: [page.id, crypto.randomUUID()] };
    expect((await page.refused(all)).code).toBe("forbidden");
    await moderator.ask(all);
    expect(await page.inbox.take("participant-changed", (event) => event.hand === null)).toMatchObject({
      participantId: page.id,
    });
    for (const participantIds of [
      [],
      ["not an id"],
      Array<string>(LIMITS.participantsPerRoom + 1).fill(page.id),
    ])
      expect((await moderator.refused({ type: "lower-hands", participantIds })).code).toBe("bad_message");
  });
});

describe("an emoji for a moment", () => {
  test("is shown to all others, and not kept", async () => {
    page.sendItem({ type: "cheer", reaction: "🎉" });
    expect(await owner.inbox.take("cheered")).toEqual({
      type: "cheered",
      participantId: page.id,
      reaction: "🎉",
    });
    await page.settled();
    expect(page.inbox.waiting.some(({ type }) => type === "cheered")).toBe(false);
  });

  test("is one of a few, and a flood of them is dropped without a word", async () => {
    const error = await page.refused({ type: "cheer", reaction: "<b>" as "🎉" });
    expect(error.code).toBe("bad_message");
    for (let count = 0; count < 30; count += 1) page.sendItem({ type: "cheer", reaction: "👍" });
    await page.settled();
    await owner.settled();
    const shown = owner.inbox.waiting.filter(({ type }) => type === "cheered").length;
    expect(shown).toBeGreaterThan(5);
    expect(shown).toBeLessThan(20);
    expect(page.inbox.waiting.some(({ type }) => type === "fault")).toBe(false);
  });
});

describe("putting somebody out", () => {
  test("takes all of their tabs, tells everybody by whom, and lets them come back", async () => {
    const other = await room.join(guest, { name: "Ben" });
    await moderator.ask({ type: "kick", participantId: page.id });
    const left = await owner.inbox.take("participant-left");
    expect(left).toMatchObject({ participantId: page.id, by: moderator.id });
    expect(await page.socket.closed).toEqual({ code: 4001, reason: "kicked" });
    expect(await other.socket.closed).toEqual({ code: 4001, reason: "kicked" });
    expect(await doorOf(guest)).toBe("open");
  });

  test("is not for participants, and moderators do not put each other or the owner out", async () => {
    for (const type of ["kick", "ban"] as const) {
      expect((await page.refused({ type, participantId: moderator.id })).code).toBe("forbidden");
      expect((await moderator.refused({ type, participantId: owner.id })).code).toBe("forbidden");
      expect((await moderator.refused({ type, participantId: moderator.id })).code).toBe("forbidden");
      expect((await moderator.refused({ type, participantId: crypto.randomUUID() })).code).toBe(
        "unknown_participant",
      );
    }
  });

  test("does not reach into another room", async () => {
    const elsewhere = await Room.open();
    const stranger = await elsewhere.join();
    for (const type of ["kick", "ban", "hand-over"] as const)
      expect((await owner.refused({ type, participantId: stranger.id })).code).toBe("unknown_participant");
    await stranger.settled();
  });
});

describe("a ban", () => {
  const bans = async () => (await owner.ask<{ bans: Banned[] }>({ type: "list-bans" })).bans;

  test("holds for the person under every name, in each tab, and over an eviction", async () => {
    await moderator.ask({ type: "ban", participantId: page.id });
    expect(await page.socket.closed).toEqual({ code: 4403, reason: "banned" });
    await room.evict();
    expect(await doorOf(guest)).toBe("banned");
    expect(await bans()).toMatchObject([{ name: "Ben", by: "Mo" }]);
  });

  test("holds for a pass that was given before it", async () => {
    const { token } = await guest.session(room.slug);
    await moderator.ask({ type: "ban", participantId: page.id });
    const again = await Page.open(room.id, guest);
    expect((await again.refused(joinMessage(token, { name: "Somebody new" }))).code).toBe("banned");
  });

  test("is not escaped unseen by a cleared cookie: who comes from the same network waits at the door", async () => {
    await moderator.ask({ type: "ban", participantId: page.id });
    const again = new Guest();
    again.address = guest.address.replace("::1", "::beef");
    const waiting = await room.knock(again, { name: "Somebody else" });
    const { people } = await moderator.inbox.take("lobby", ({ people }) => people.length > 0);
    expect(people).toMatchObject([{ name: "Somebody else", isGuest: true, resemblesBanned: true }]);
    await moderator.ask({ type: "ban", participantId: people[0]?.id ?? "" });
    expect(await waiting.answer).toMatchObject({ error: { code: "banned" } });
    expect(await doorOf(again)).toBe("banned");
  });

  test("leaves alone who was in the room from that network, and everybody after a day", async () => {
    const neighbour = new Guest();
    neighbour.address = guest.address;
    const before = await room.join(neighbour, { name: "Cy" });
    await moderator.ask({ type: "ban", participantId: page.id });
    before.sendItem({ type: "leave" });
    await owner.inbox.take("participant-left", ({ participantId }) => participantId === before.id);
    await room.join(neighbour, { name: "Cy" });
    await room.pass(25 * 3600_000);
    const later = new Guest();
    later.address = guest.address;
    await room.join(later);
  });

  test("is ended by moderators, and listed for nobody else", async () => {
    await moderator.ask({ type: "ban", participantId: page.id });
    const authorId = (await bans())[0]?.authorId ?? "";
    const participant = await room.join();
    expect((await participant.refused({ type: "list-bans" })).code).toBe("forbidden");
    expect((await participant.refused({ type: "unban", authorId })).code).toBe("forbidden");
    await moderator.ask({ type: "unban", authorId });
    expect(await bans()).toEqual([]);
    await room.join(guest);
  });

  test("takes a moderator's role along", async () => {
    const guests = new Guest();
    const second = await room.join(guests);
    await owner.ask({ type: "set-role", participantId: second.id, role: "moderator" });
    await owner.ask({ type: "ban", participantId: second.id });
    await owner.ask({ type: "unban", authorId: (await bans())[0]?.authorId ?? "" });
    expect((await room.join(guests)).session.role).toBe("participant");
  });
});

describe("a lock", () => {
  test("keeps new people out, and lets those back in who were in", async () => {
    expect((await page.refused({ type: "lock", locked: true })).code).toBe("forbidden");
    const { token } = await new Guest().session(room.slug);
    await moderator.ask({ type: "lock", locked: true });
    expect((await page.inbox.take("room-changed")).room.locked).toBe(true);
    expect(await doorOf(new Guest())).toBe("room_locked");
    const early = await Page.open(room.id);
    expect((await early.refused(joinMessage(token))).code).toBe("room_locked");
    page.sendItem({ type: "leave" });
    await owner.inbox.take("participant-left");
    await room.evict();
    await room.join(guest);
    await owner.ask({ type: "lock", locked: false });
    await room.join();
  });

  test("keeps out who was put out, and after the meeting all but those who look after the room", async () => {
    await moderator.ask({ type: "lock", locked: true });
    await moderator.ask({ type: "kick", participantId: page.id });
    expect(await doorOf(guest)).toBe("room_locked");
    for (const one of [owner, moderator]) one.sendItem({ type: "leave" });
    await owner.socket.closed;
    await moderator.socket.closed;
    await room.pass(61_000);
    expect(await doorOf(guest)).toBe("room_locked");
    expect(await doorOf(room.owner)).toBe("open");
  });
});

describe("handing the room over", () => {
  test("makes somebody else its owner, and its owner a moderator, for good", async () => {
    expect((await moderator.refused({ type: "hand-over", participantId: moderator.id })).code).toBe(
      "forbidden",
    );
    await owner.ask({ type: "hand-over", participantId: page.id });
    await page.inbox.take("participant-changed", (event) => event.participantId === page.id);
    expect((await owner.refused({ type: "hand-over", participantId: page.id })).code).toBe("forbidden");
    await page.ask({ type: "set-role", participantId: owner.id, role: "viewer" });
    await room.pass(1_001);
    await room.evict();
    expect(await guest.session(room.slug)).toMatchObject({ role: "owner" });
    expect(await room.owner.session(room.slug)).toMatchObject({ role: "viewer" });
  });
});
