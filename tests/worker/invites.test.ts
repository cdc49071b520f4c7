import { beforeEach, describe, expect, test } from "vitest";
import { PATHS, type Session } from "../../protocol/api.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Invite } from "../../protocol/room/invites.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { MediaNode } from "./harness/node.ts";
import { joinMessage, Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const HOUR_MS = 3600_000;
let room: Room;
let owner: Page;

beforeEach(async () => {
  await MediaNode.register("node-a");
  room = await Room.open({ lobby: "everybody", guests: false });
  owner = await room.join(room.owner, { name: "Ada" });
});

function newCode(): string {
  const text = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  return text.replaceAll("+", "-").replaceAll("/", "_").slice(0, 22);
}

async function make(
  by = owner,
  with_: { forMs?: number | null; uses?: number | null } = {},
): Promise<string> {
  const code = newCode();
  await by.ask({ type: "make-invite", code, forMs: HOUR_MS, uses: null, ...with_ });
  return code;
}

const listed = async (by = owner) => (await by.ask<{ invites: Invite[] }>({ type: "list-invites" })).invites;

async function doorOf(visitor: Guest, invite?: string): Promise<string | undefined> {
  const response = await visitor.post(PATHS.session(room.slug), { invite });
  return response.status === 200 ? "open" : codeOf(response);
}

/** Somebody comes in by an invitation. */
async function come(invite: string, guest = new Guest()): Promise<Page> {
  const session: Session = await (await guest.post(PATHS.session(room.slug), { invite })).json();
  const page = await Page.open(room.id, guest);
  await page.join(session);
  return page;
}

describe("an invitation", () => {
  test("needs no password, no account and nobody at the door", async () => {
    await owner.ask({ type: "set-password", password: "open sesame" });
    expect(await doorOf(new Guest())).toBe("accounts_only");
    const code = await make();
    await come(code);
    await owner.ask({ type: "change-room", guests: true });
    expect(await doorOf(new Guest())).toBe("password_needed");
    await room.evict();
    await come(code);
    expect(await listed()).toEqual([
      { code, by: "Ada", at: expect.any(Number), until: expect.any(Number), uses: null, used: 0 },
    ]);
  });

  test("is good for as many people as it says, each of whom may come back", async () => {
    const code = await make(owner, { uses: 2 });
    const ben = new Guest();
    const page = await come(code, ben);
    page.sendItem({ type: "leave" });
    await page.socket.closed;
    const again = await come(code, ben);
    await come(code);
    expect(await doorOf(new Guest(), code)).toBe("accounts_only");
    expect(await listed()).toMatchObject([{ uses: 2, used: 2 }]);
    await owner.ask({ type: "kick", participantId: again.id });
    await come(code, ben);
  });

  test("of one use lets one in, though two have passes by it", async () => {
    const code = await make(owner, { uses: 1 });
    const passes = [];
    for (const guest of [new Guest(), new Guest()]) {
      const session: Session = await (await guest.post(PATHS.session(room.slug), { invite: code })).json();
      passes.push({ guest, session });
    }
    const [first, second] = passes;
    if (!first || !second) throw new Error("two passes");
    await (await Page.open(room.id, first.guest)).join(first.session);
    const late = await Page.open(room.id, second.guest);
    expect((await late.refused(joinMessage(second.session.token))).code).toBe("accounts_only");
  });

  test("ends when its time is over, when it is revoked, and when who made it is banned", async () => {
    const [short, revoked] = [await make(), await make(owner, { forMs: null })];
    await owner.ask({ type: "revoke-invite", code: revoked });
    expect(await doorOf(new Guest(), revoked)).toBe("accounts_only");
    await owner.ask({ type: "change-room", rules: { invite: "participant" } });
    const ben = await come(short);
    const his = await make(ben, { forMs: null });
    await owner.ask({ type: "ban", participantId: ben.id });
    expect(await doorOf(new Guest(), his)).toBe("accounts_only");
    await room.pass(HOUR_MS);
    expect(await doorOf(new Guest(), short)).toBe("accounts_only");
    expect(await listed()).toEqual([]);
  });

  test("opens no room that is locked, no other room, and nothing to who is banned", async () => {
    const code = await make();
    const ben = new Guest();
    const page = await come(code, ben);
    await owner.ask({ type: "ban", participantId: page.id });
    expect(await doorOf(ben, code)).toBe("banned");
    await owner.ask({ type: "lock", locked: true });
    expect(await doorOf(new Guest(), code)).toBe("room_locked");
    const elsewhere = await Room.open({ guests: false });
    const response = await new Guest().post(PATHS.session(elsewhere.slug), { invite: code });
    expect(await codeOf(response)).toBe("accounts_only");
  });

  test("is no way around a ban for who cleared their cookies: they wait", async () => {
    const code = await make();
    const ben = new Guest();
    await owner.ask({ type: "ban", participantId: (await come(code, ben)).id });
    const again = new Guest();
    again.address = ben.address;
    const session: Session = await (await again.post(PATHS.session(room.slug), { invite: code })).json();
    const page = await Page.open(room.id, again);
    void page.decided(joinMessage(session.token));
    await page.inbox.take("waiting");
  });
});

describe("who may make invitations", () => {
  test("is the room's to say; one sees and revokes one's own, and who looks after the room all", async () => {
    const ben = await come(await make());
    const theirs = newCode();
    const message = { type: "make-invite" as const, code: theirs, forMs: null, uses: 5 };
    for (const refused of [message, { type: "list-invites" as const }])
      expect((await ben.refused(refused)).code).toBe("forbidden");
    await owner.ask({ type: "change-room", rules: { invite: "participant" } });
    await ben.ask(message);
    expect(await listed(ben)).toMatchObject([{ code: theirs, by: "Somebody", uses: 5 }]);
    const all = await listed();
    expect(all).toHaveLength(2);
    const owners = all.find(({ by }) => by === "Ada")?.code ?? "";
    expect((await ben.refused({ type: "revoke-invite", code: owners })).code).toBe("forbidden");
    expect((await ben.refused({ type: "make-invite", code: owners, forMs: null, uses: 1 })).code).toBe(
      "forbidden",
    );
    await ben.ask({ type: "revoke-invite", code: theirs });
    await owner.ask({ type: "revoke-invite", code: owners });
    expect(await listed()).toEqual([]);
  });

  test("asked for once more, it is the same; there are only so many, and each has its bounds", async () => {
    const code = await make(owner, { uses: 3 });
    await owner.ask({ type: "make-invite", code, forMs: null, uses: null });
    expect(await listed()).toMatchObject([{ uses: 3, until: expect.any(Number) }]);
    for (const bad of [
      { code: "short" },
      { code: `${code}x` },
      { code: "<script>alert(1)</scrip" },
      { forMs: 0 },
      { forMs: 31 * 24 * HOUR_MS },
      { forMs: 60_000.5 },
      { uses: 0 },
      { uses: 101 },
      { uses: "1" },
    ]) {
      const message = { type: "make-invite", code: newCode(), forMs: null, uses: null, ...bad };
      expect((await owner.refused(message as never)).code).toBe("bad_message");
    }
    const stored = { authorId: crypto.randomUUID(), by: "Ada", at: 1, until: null, uses: null, usedBy: [] };
    await room.storage(({ kv }) => {
      for (let count = 1; count < LIMITS.invitesPerRoom; count += 1) kv.put(`invite/${newCode()}`, stored);
    });
    await room.evict();
    const one = { type: "make-invite" as const, code: newCode(), forMs: null, uses: null };
    expect((await owner.refused(one)).code).toBe("too_many_invites");
    for (const invite of ["x".repeat(101), {}, 7])
      expect(await codeOf(await new Guest().post(PATHS.session(room.slug), { invite }))).toBe("bad_request");
  });
});
