import { beforeEach, describe, expect, test } from "vitest";
import { Guest } from "./harness/guest.ts";
import { MediaNode } from "./harness/node.ts";
import type { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

let room: Room;
let owner: Page;
let moderator: Page;
let page: Page;

beforeEach(async () => {
  await MediaNode.register("node-a");
  room = await Room.open();
  owner = await room.join(room.owner, { name: "Ada" });
  moderator = await room.join(new Guest(), { name: "Mo" });
  await owner.ask({ type: "set-role", participantId: moderator.id, role: "moderator" });
  page = await room.join(new Guest(), { name: "Ben" });
});

const record = (who: Page, recording = true) =>
  ({ type: "set-recording", participantId: who.id, recording }) as const;

const told = (by: Page, recording: boolean) =>
  by.inbox.take("participant-changed", (event) => event.recording === recording);

describe("recording", () => {
  test("is told to everybody before its page is answered, and to who comes later", async () => {
    await moderator.ask(record(moderator));
    expect((await told(page, true)).participantId).toBe(moderator.id);
    const late = await room.join();
    const seen = late.session.snapshot.participants.filter(({ recording }) => recording);
    expect(seen.map(({ id }) => id)).toEqual([moderator.id]);
    await moderator.ask(record(moderator, false));
    expect((await told(page, false)).participantId).toBe(moderator.id);
  });

  test("is not for everybody, unless the room says so", async () => {
    expect((await page.refused(record(page))).code).toBe("forbidden");
    await owner.ask({ type: "change-room", rules: { record: "participant" } });
    await page.ask(record(page));
    await told(moderator, true);
  });

  test("ends when the room or a role says no more", async () => {
    await moderator.ask(record(moderator));
    await told(page, true);
    await owner.ask({ type: "change-room", rules: { record: "owner" } });
    expect((await told(page, false)).participantId).toBe(moderator.id);
    await owner.ask({ type: "change-room", rules: { record: "moderator" } });
    await moderator.ask(record(moderator));
    await told(page, true);
    await owner.ask({ type: "set-role", participantId: moderator.id, role: "participant" });
    expect((await told(page, false)).participantId).toBe(moderator.id);
  });

  test("is begun by nobody else, and ended by moderators, but not the owner's", async () => {
    await owner.ask({ type: "change-room", rules: { record: "participant" } });
    expect((await owner.refused(record(page))).code).toBe("forbidden");
    await page.ask(record(page));
    await owner.ask(record(owner));
    expect((await page.refused(record(owner, false))).code).toBe("forbidden");
    expect((await moderator.refused(record(owner, false))).code).toBe("forbidden");
    await moderator.ask(record(page, false));
    expect((await told(page, false)).participantId).toBe(page.id);
    const nobody = { ...record(page, false), participantId: crypto.randomUUID() };
    expect((await moderator.refused(nobody)).code).toBe("unknown_participant");
  });

  test("outlasts a lost connection, and ends with the page", async () => {
    await moderator.ask(record(moderator));
    await told(page, true);
    await room.evict();
    const again = await room.join();
    expect(again.session.snapshot.participants.some(({ recording }) => recording)).toBe(true);
    moderator.sendItem({ type: "leave" });
    await page.inbox.take("participant-left", ({ participantId }) => participantId === moderator.id);
    const last = await room.join();
    expect(last.session.snapshot.participants.some(({ recording }) => recording)).toBe(false);
  });
});
