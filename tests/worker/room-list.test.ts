import { beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT_PATHS, type RoomList } from "../../protocol/account.ts";
import { PATHS } from "../../protocol/api.ts";
import { PASSWORD, signUp } from "./harness/account.ts";
import { chatInPostgres, withoutDatabase } from "./harness/database.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { logged } from "./harness/logged.ts";
import { MediaNode } from "./harness/node.ts";
import { joinMessage, Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const json = { "Content-Type": "application/json" };
const newSlug = () => `tea-${crypto.randomUUID().slice(0, 8)}`;

function move(guest: Guest, slug: string, next: unknown): Promise<Response> {
  return guest.fetch(PATHS.room(slug), {
    method: "PATCH",
    body: JSON.stringify({ slug: next }),
    headers: json,
  });
}

function remove(guest: Guest, slug: string): Promise<Response> {
  return guest.fetch(PATHS.room(slug), { method: "DELETE", body: "{}", headers: json });
}

async function listOf(guest: Guest): Promise<RoomList["rooms"]> {
  const response = await guest.fetch(ACCOUNT_PATHS.rooms);
  expect(response.status).toBe(200);
  return (await response.json<RoomList>()).rooms;
}

describe("the list of one's rooms", () => {
  test("has those that are one's own and those that one opened, latest first", async () => {
    const ada = new Guest();
    const first = await ada.makeRoom({ title: "Made as a guest", settings: { encrypted: true } });
    await signUp(ada);
    const second = await ada.makeRoom({ title: "<b>Second</b>" });
    const other = await new Guest().makeRoom({ title: "Of somebody else" });
    await ada.session(other.slug);
    await eventually(async () => (await listOf(ada)).length === 3);
    expect((await listOf(ada)).map(({ at, ...room }) => room)).toEqual([
      { slug: other.slug, title: "Of somebody else", encrypted: false, isOwn: false },
      { slug: second.slug, title: "<b>Second</b>", encrypted: false, isOwn: true },
      { slug: first.slug, title: "Made as a guest", encrypted: true, isOwn: true },
    ]);
    const forgotten = await ada.fetch(ACCOUNT_PATHS.room(other.slug), {
      method: "DELETE",
      body: "{}",
      headers: json,
    });
    expect(forgotten.status).toBe(200);
    expect((await listOf(ada)).map(({ slug }) => slug)).toEqual([second.slug, first.slug]);
  });

  test("is for who has an account, and has nothing of what is closed to them", async () => {
    expect(await codeOf(await new Guest().fetch(ACCOUNT_PATHS.rooms))).toBe("signed_out");
    const ada = new Guest();
    await signUp(ada);
    const closed = await new Guest().makeRoom({ settings: { access: "owner" } });
    expect((await ada.post(PATHS.session(closed.slug))).status).toBe(404);
    expect(await listOf(ada)).toEqual([]);
  });
});

describe("another address", () => {
  let room: Room;
  beforeEach(async () => {
    room = await Room.open();
  });

  test("is where the room is from then on, and those in it are told", async () => {
    const ada = await room.join();
    const next = newSlug();
    expect((await move(room.owner, room.slug, next)).status).toBe(200);
    expect((await ada.inbox.take("room-changed")).room.slug).toBe(next);
    expect((await new Guest().post(PATHS.session(room.slug))).status).toBe(404);
    expect((await new Guest().session(next)).roomId).toBe(room.id);
    await room.evict();
    expect((await new Guest().session(next)).room.slug).toBe(next);
  });

  test("is the owner's to choose, of what is free and is an address", async () => {
    const other = await new Guest().makeRoom();
    expect(await codeOf(await move(new Guest(), room.slug, newSlug()))).toBe("room_not_found");
    expect(await codeOf(await move(room.owner, "nothing-here", newSlug()))).toBe("room_not_found");
    expect(await codeOf(await move(room.owner, room.slug, other.slug))).toBe("slug_taken");
    for (const slug of ["", "A", "-a", "a b", "a".repeat(65), "\u0430dmin", 7, null])
      expect(await codeOf(await move(room.owner, room.slug, slug))).toBe("bad_request");
    expect((await new Guest().session(room.slug)).roomId).toBe(room.id);
  });

  test("is asked for by this site alone", async () => {
    const response = await room.owner.fetch(PATHS.room(room.slug), {
      method: "DELETE",
      headers: { ...json, Origin: "https://elsewhere.test" },
    });
    expect(await codeOf(response)).toBe("foreign_origin");
    expect((await new Guest().session(room.slug)).roomId).toBe(room.id);
  });
});

describe("the end of a room", () => {
  test("sends everybody out, has the node let go, and leaves nothing", async () => {
    const node = await MediaNode.register("node-a");
    const room = await Room.open();
    const ada = await room.join(room.owner);
    const link = await node.link(room.id);
    await ada.ask({ type: "change-room", lobby: "everybody" });
    const { page: waiting } = await room.knock();
    await ada.chat("Is anybody there?");
    const late = await room.owner.session(room.slug);
    expect(await codeOf(await remove(new Guest(), room.slug))).toBe("room_not_found");
    expect((await remove(room.owner, room.slug)).status).toBe(200);
    expect(await ada.socket.closed).toMatchObject({ reason: "deleted" });
    expect(await waiting.socket.closed).toMatchObject({ reason: "deleted" });
    await link.orders.take("close-room");
    await room.pass(0);
    expect(await room.keys("")).toEqual([]);
    expect((await room.owner.post(PATHS.session(room.slug))).status).toBe(404);
    const page = await Page.open(room.id, room.owner);
    expect((await page.refused(joinMessage(late.token))).code).toBe("unauthorized");
    await room.pass(60_000);
    expect(await chatInPostgres(room.id)).toEqual([]);
    // Its address is free.
    expect((await new Guest().post(PATHS.rooms, { slug: room.slug })).status).toBe(201);
  });

  test("comes with the end of its owner's account", async () => {
    const room = await Room.open();
    await signUp(room.owner);
    const ada = await room.join();
    await room.owner.post(ACCOUNT_PATHS.delete, { password: PASSWORD });
    expect(await ada.socket.closed).toMatchObject({ reason: "deleted" });
  });

  test("does not come while Postgres is away", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const back = withoutDatabase();
    expect(await codeOf(await remove(room.owner, room.slug))).toBe("database_unavailable");
    back();
    await ada.settled();
    expect(logged.map(({ event }) => event)).toEqual(["request-failed"]);
    logged.length = 0;
  });
});
