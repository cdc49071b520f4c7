import { neon } from "@neondatabase/serverless";
import { beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT_PATHS } from "../../protocol/account.ts";
import { FRIEND_PATHS } from "../../protocol/friends.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { USER_SOCKET_PATH } from "../../protocol/user/messages.ts";
import { PASSWORD, signIn } from "./harness/account.ts";
import { ownDatabase } from "./harness/database.ts";
import { befriend, type Member, newMember } from "./harness/friends.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { evictUser, passFor, UserPage } from "./harness/user-page.ts";

const ONLINE = { kind: "online" } as const;
const OFFLINE = { kind: "offline" } as const;
const room = { slug: "attic", title: "Attic" };
const inCall = { type: "here", away: false, call: { room } } as const;

let ada: Member;
let bob: Member;
let id: string;

beforeEach(async () => {
  [ada, bob] = await Promise.all([newMember("Ada"), newMember("Bob")]);
  id = await befriend(ada, bob);
});

/** Opens a page of each, and waits until Ada's knows that Bob is there. */
async function bothOnline(): Promise<[UserPage, UserPage]> {
  const adas = await UserPage.open(ada);
  const bobs = await UserPage.open(bob);
  await adas.sees(id, ONLINE);
  return [adas, bobs];
}

describe("a friend", () => {
  test("is seen to come, to be away, in a call, and to go", async () => {
    const [adas, bobs] = await bothOnline();
    await bobs.inbox.take("presences", ({ friends }) => friends[0]?.presence.kind === "online");
    bobs.say({ type: "here", away: true, call: null });
    await passFor(bob, TIMES.presenceMs);
    await adas.sees(id, { kind: "away" });
    bobs.say(inCall);
    await passFor(bob, TIMES.presenceMs);
    await adas.sees(id, { kind: "in-call", room: null });
    await bob.change({ sharesRoom: true });
    await passFor(bob, TIMES.presenceMs);
    await adas.sees(id, { kind: "in-call", room });
    bobs.socket.close();
    await bobs.socket.closed;
    await passFor(bob, TIMES.goneMs);
    await adas.sees(id, OFFLINE);
  });

  test("who loads the page anew was never gone", async () => {
    const [adas, bobs] = await bothOnline();
    bobs.socket.close();
    await bobs.socket.closed;
    const again = await UserPage.open(bob);
    await again.inbox.take("presences", ({ friends }) => friends[0]?.presence.kind === "online");
    await passFor(bob, TIMES.goneMs);
    again.say(inCall);
    await passFor(bob, TIMES.presenceMs);
    await adas.sees(id, { kind: "in-call", room: null });
    expect(adas.inbox.waiting.filter(({ type }) => type === "presence")).toEqual([]);
  });

  test("is seen over sockets that outlast their objects, and gone where theirs did not", async () => {
    const [adas, bobs] = await bothOnline();
    await Promise.all([evictUser(ada, "hibernate"), evictUser(bob, "hibernate")]);
    bobs.say(inCall);
    await passFor(bob, TIMES.presenceMs);
    await adas.sees(id, { kind: "in-call", room: null });
    await evictUser(bob, "close");
    const another = await UserPage.open(ada);
    await another.inbox.take("presences");
    await passFor(bob, TIMES.goneMs);
    await adas.sees(id, OFFLINE);
  });

  test("who wants to be invisible is offline, and sees others", async () => {
    await bob.change({ invisible: true });
    const adas = await UserPage.open(ada);
    const bobs = await UserPage.open(bob);
    await bobs.inbox.take("presences", ({ friends }) => friends[0]?.presence.kind === "online");
    bobs.say(inCall);
    await passFor(bob, TIMES.presenceMs);
    adas.say(inCall);
    await passFor(ada, TIMES.presenceMs);
    await bobs.sees(id, { kind: "in-call", room: null });
    expect(adas.inbox.waiting.filter(({ type }) => type === "presence")).not.toContainEqual(
      expect.objectContaining({ presence: expect.not.objectContaining(OFFLINE) }),
    );
    await bob.change({ invisible: false });
    await passFor(bob, TIMES.presenceMs);
    await adas.sees(id, { kind: "in-call", room: null });
  });
});

test.each(["removed", "blocked", "deleted"])("somebody who was %s sees nothing any more", async (how) => {
  const [adas, bobs] = await bothOnline();
  if (how === "removed") await bob.send("DELETE", FRIEND_PATHS.friend(id));
  else if (how === "blocked") await bob.send("POST", FRIEND_PATHS.block(id));
  else await bob.guest.post(ACCOUNT_PATHS.delete, { password: PASSWORD });
  await adas.inbox.take("friends-changed");
  adas.inbox.clear();
  if (how === "deleted") expect((await bobs.socket.closed).code).toBe(4401);
  else {
    bobs.say(inCall);
    await passFor(bob, TIMES.presenceMs);
    await bobs.request({ type: "nonsense" });
  }
  const again = await UserPage.open(ada);
  expect(await again.inbox.take("presences")).toEqual({ type: "presences", friends: [] });
  expect(adas.inbox.waiting).toEqual([]);
});

test("who becomes a friend is seen at once; a stranger never is", async () => {
  const cy = await newMember("Cy");
  const [adas] = await bothOnline();
  const cys = await UserPage.open(cy);
  expect(await cys.inbox.take("presences")).toEqual({ type: "presences", friends: [] });
  expect((await cy.ask(ada.account.handle)).status).toBe(200);
  await adas.inbox.take("friends-changed");
  const request = (await ada.list()).incoming[0]?.id ?? "";
  expect(cys.inbox.waiting.filter(({ type }) => type === "presence")).toEqual([]);
  expect((await ada.send("POST", FRIEND_PATHS.accept(request))).status).toBe(200);
  await adas.sees(request, ONLINE);
  await cys.sees(request, ONLINE);
});

test("a request that is refused changes nothing in the pages of who asked", async () => {
  const cy = await newMember("Cy");
  const cys = await UserPage.open(cy);
  await cys.inbox.take("presences");
  await cy.ask(ada.account.handle);
  await cys.inbox.take("friends-changed");
  await ada.send("DELETE", FRIEND_PATHS.friend((await ada.list()).incoming[0]?.id ?? ""));
  await cys.request({ type: "nonsense" });
  expect(cys.inbox.waiting).toEqual([]);
});

describe("a socket", () => {
  test("is nobody's who is not signed in, or whose session is over", async () => {
    const stranger = await new Guest().fetch(USER_SOCKET_PATH, { headers: { Upgrade: "websocket" } });
    expect([stranger.status, await codeOf(stranger)]).toEqual([401, "signed_out"]);
    const foreign = { Upgrade: "websocket", Origin: "https://evil.test" };
    expect((await ada.guest.fetch(USER_SOCKET_PATH, { headers: foreign })).status).toBe(403);
    expect((await ada.guest.fetch(USER_SOCKET_PATH)).status).toBe(426);
    const adas = await UserPage.open(ada);
    const copy = ada.guest.copy();
    await ada.guest.post(ACCOUNT_PATHS.signOut);
    expect((await adas.socket.closed).code).toBe(4401);
    const late = await copy.fetch(USER_SOCKET_PATH, { headers: { Upgrade: "websocket" } });
    expect([late.status, await codeOf(late)]).toEqual([401, "signed_out"]);
  });

  test("ends with its session alone", async () => {
    const elsewhere = await signIn(ada.account.email);
    const [adas, others] = [await UserPage.open(ada), await UserPage.open({ guest: elsewhere })];
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ password: PASSWORD, next: "another horse battery" });
    await ada.guest.fetch(ACCOUNT_PATHS.password, { method: "PUT", headers, body });
    expect((await others.socket.closed).code).toBe(4401);
    expect(await adas.request({ type: "nonsense" })).toMatchObject({ error: { code: "unknown_type" } });
  });

  test.each([
    [{ type: "here", away: "no", call: null }, "bad_message"],
    [{ type: "here", away: false, call: { room: { slug: "No slug", title: "x" } } }, "bad_message"],
    [{ type: "here", away: false, call: { room: { slug: "attic", title: "x".repeat(400) } } }, "bad_message"],
    [{ type: "presence", friend: crypto.randomUUID(), presence: ONLINE }, "unknown_type"],
  ])("is told what was wrong with %j", async (message, code) => {
    const adas = await UserPage.open(ada);
    expect(await adas.request(message)).toMatchObject({ error: { code } });
  });

  test("of who floods or sends nonsense is closed", async () => {
    const [flood, nonsense] = [await UserPage.open(ada), await UserPage.open(ada)];
    for (let sent = 0; sent < 60; sent += 1) {
      flood.say({ type: "here", away: sent % 2 === 0, call: null });
      nonsense.socket.send("x".repeat(LIMITS.userFrameChars + 1));
    }
    expect([(await flood.socket.closed).code, (await nonsense.socket.closed).code]).toEqual([4429, 4429]);
  });

  test("is one of so many", async () => {
    const open = Array.from({ length: LIMITS.socketsPerUser }, () => UserPage.open(ada));
    await Promise.all(open);
    const response = await ada.guest.fetch(USER_SOCKET_PATH, { headers: { Upgrade: "websocket" } });
    expect([response.status, await codeOf(response)]).toEqual([429, "rate_limited"]);
  });
});

test("a change in the database that no object has heard of counts when somebody comes again", async () => {
  const [adas] = await bothOnline();
  adas.socket.close();
  await adas.socket.closed;
  await neon(ownDatabase.databaseUrl)`DELETE FROM friendships WHERE id = ${id}`;
  await evictUser(bob, "close");
  const bobs = await UserPage.open(bob);
  await bobs.inbox.take("presences");
  await passFor(ada, TIMES.goneMs);
  const again = await UserPage.open(ada);
  expect(await again.inbox.take("presences", ({ friends }) => friends.length === 0)).toBeTruthy();
});
