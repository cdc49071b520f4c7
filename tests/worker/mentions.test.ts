import { beforeEach, describe, expect, test, vi } from "vitest";
import { ACCOUNT_PATHS, type RoomList } from "../../protocol/account.ts";
import { FRIEND_PATHS } from "../../protocol/friends.ts";
import { TIMES } from "../../protocol/limits.ts";
import { NOTIFICATION_PATHS } from "../../protocol/user/notifications.ts";
import { befriend, type Member, newMember } from "./harness/friends.ts";
import type { Page } from "./harness/page.ts";
import { Browser, triedPushes } from "./harness/push-browser.ts";
import { Room } from "./harness/room.ts";

triedPushes();

let room: Room;
let ada: Member;
let page: Page;
/** Was in the room, and is told: when she has been, whoever else is told of the same message has been, too. */
let cy: Member;
let cysBrowser: Browser;

beforeEach(async () => {
  room = await Room.open();
  [ada, cy] = await Promise.all([newMember("Ada"), newMember("Cy")]);
  cysBrowser = await Browser.of(cy);
  await visit(cy);
  page = await room.join(ada.guest, { name: "Ada" });
});

/** Somebody was in the room, and is not any more. */
async function visit(member: Member, where = room): Promise<void> {
  (await where.join(member.guest, { name: member.account.name })).sendItem({ type: "leave" });
  await vi.waitFor(async () => {
    const { rooms } = await (await member.guest.fetch(ACCOUNT_PATHS.rooms)).json<RoomList>();
    expect(rooms.map(({ slug }) => slug)).toContain(where.slug);
  });
}

/** Somebody who was in the room, and has a browser. */
async function absentee(name: string): Promise<{ member: Member; browser: Browser }> {
  const member = await newMember(name);
  await visit(member);
  return { member, browser: await Browser.of(member) };
}

const at = (...members: Member[]) => members.map(({ account }) => `@${account.handle}`).join(" ");

/** Mentions people, and waits until all who are to be told of it have been. */
async function mention(...members: Member[]): Promise<void> {
  const before = (await cysBrowser.received()).length;
  await page.chat(`${at(...members, cy)} look`);
  await expect.poll(async () => (await cysBrowser.received()).length).toBe(before + 1);
}

describe("who is mentioned, and is not there", () => {
  test("is told by whom, and where, and not what was said", async () => {
    const bob = await absentee("Bob");
    const messageId = crypto.randomUUID();
    const text = `(${at(bob.member).toUpperCase()}) the secret plan`;
    await page.chat(text, messageId);
    await expect.poll(async () => (await bob.browser.received()).length).toBe(1);
    const [received] = await bob.browser.received();
    const title = page.session.snapshot.room.title;
    expect(received?.data).toEqual({ kind: "mention", messageId, name: "Ada", slug: room.slug, title });
    expect(received?.headers).toMatchObject({ urgency: "normal", ttl: String(TIMES.newsSeconds) });
  });

  test("is told once in a while, and of each room", async () => {
    const other = await Room.open();
    const theirs = await other.join(ada.guest, { name: "Ada" });
    await visit(cy, other);
    await mention();
    await page.chat(`${at(cy)} again`);
    await theirs.chat(`${at(cy)} here, too`);
    await expect.poll(async () => (await cysBrowser.received()).length).toBe(2);
    vi.setSystemTime(Date.now() + TIMES.mentionsApartMs + 1_000);
    await mention();
  });

  test("is not told where they do not want it", async () => {
    const bob = await absentee("Bob");
    const settings = { calls: true, mentions: false, quiet: null };
    const headers = { "Content-Type": "application/json" };
    const init = { method: "PUT", headers, body: JSON.stringify(settings) };
    expect((await bob.member.guest.fetch(NOTIFICATION_PATHS.notifications, init)).status).toBe(200);
    await mention(bob.member);
    expect(await bob.browser.received()).toEqual([]);
  });

  test("is not told where they have blocked who writes", async () => {
    const bob = await absentee("Bob");
    const friendship = await befriend(ada, bob.member);
    await bob.member.send("POST", FRIEND_PATHS.block(friendship));
    await mention(bob.member);
    expect(await bob.browser.received()).toEqual([]);
  });

  test("is not told where they were put out for good", async () => {
    const bob = await absentee("Bob");
    const owner = await room.join(room.owner);
    const back = await room.join(bob.member.guest);
    await owner.ask({ type: "ban", participantId: back.id });
    await mention(bob.member);
    expect(await bob.browser.received()).toEqual([]);
  });
});

test("nobody is told who is in the room, or never was", async () => {
  const stranger = await newMember("Dan");
  const strangers = await Browser.of(stranger);
  const here = await absentee("Eve");
  await room.join(here.member.guest);
  await mention(stranger, here.member);
  expect(await strangers.received()).toEqual([]);
  expect(await here.browser.received()).toEqual([]);
});
