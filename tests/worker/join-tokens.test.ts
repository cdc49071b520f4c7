import { jwtVerify, SignJWT } from "jose";
import { beforeEach, describe, expect, inject, test } from "vitest";
import { AUDIENCES } from "../../protocol/api.ts";
import { Guest } from "./harness/guest.ts";
import { joinMessage, Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const secretOf = (text: string) => new TextEncoder().encode(text);
const VISITOR = { guest: true, address: null };
const now = () => Math.floor(Date.now() / 1000);

interface Difference {
  claims?: Record<string, unknown>;
  secret?: string;
  audience?: string;
  expiresAt?: number;
}

/** A pass as the Worker signs it, in all that `difference` does not say. */
function sign(roomId: string, difference: Difference = {}): Promise<string> {
  return new SignJWT({ room: roomId, ...VISITOR, jti: crypto.randomUUID(), ...difference.claims })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(crypto.randomUUID())
    .setAudience(difference.audience ?? AUDIENCES.join)
    .setIssuedAt()
    .setExpirationTime(difference.expiresAt ?? now() + 300)
    .sign(secretOf(difference.secret ?? inject("surroundings").tokenSecret));
}

/** An unsigned token, which some libraries take. */
function unsigned(roomId: string): string {
  const part = (value: object) => btoa(JSON.stringify(value)).replace(/=+$/, "");
  const claims = { room: roomId, ...VISITOR, jti: crypto.randomUUID(), sub: crypto.randomUUID() };
  return `${part({ alg: "none" })}.${part({ ...claims, aud: AUDIENCES.join, exp: now() + 300 })}.`;
}

describe("a pass is refused, and the socket closed, when", () => {
  let room: Room;
  beforeEach(async () => {
    room = await Room.open();
  });

  async function isRefused(token: string): Promise<void> {
    const page = await Page.open(room.id);
    expect((await page.refused(joinMessage(token))).code).toBe("unauthorized");
    expect(await page.socket.closed).toEqual({ code: 4401, reason: "unauthorized" });
    expect(await room.keys("participant/")).toEqual([]);
  }

  test("it is no token", () => isRefused("no token"));
  test("it is not signed", () => isRefused(unsigned(room.id)));
  test("another secret signed it", async () =>
    isRefused(await sign(room.id, { secret: "another secret that is long enough" })));
  test("it has expired", async () => isRefused(await sign(room.id, { expiresAt: now() - 1 })));
  test("it is for something else", async () => isRefused(await sign(room.id, { audience: AUDIENCES.guest })));
  test("it is a guest's cookie", () => isRefused(room.owner.cookie("nearcast_guest") ?? ""));
  test("it does not say whose it is", async () =>
    isRefused(await sign(room.id, { claims: { guest: undefined } })));
  test("it has no id", async () => isRefused(await sign(room.id, { claims: { jti: undefined } })));

  test("it is for another room", async () => {
    const other = await Room.open();
    const { token } = await new Guest().session(other.slug);
    await isRefused(token);
  });

  test("nobody has ever opened the room", async () => {
    const nowhere = crypto.randomUUID();
    const page = await Page.open(nowhere);
    expect((await page.refused(joinMessage(await sign(nowhere)))).code).toBe("unauthorized");
    expect((await page.socket.closed).code).toBe(4401);
  });
});

describe("a pass is for one join", () => {
  test("whoever copies it finds it used", async () => {
    const room = await Room.open();
    const session = await new Guest().session(room.slug);
    const page = await Page.open(room.id);
    await page.join(session);
    const copy = await Page.open(room.id);
    expect((await copy.refused(joinMessage(session.token))).code).toBe("unauthorized");
    expect((await copy.socket.closed).code).toBe(4401);
    await page.settled();
  });

  test("also after the room's memory was lost", async () => {
    const room = await Room.open();
    const session = await new Guest().session(room.slug);
    await (await Page.open(room.id)).join(session);
    await room.evict();
    const copy = await Page.open(room.id);
    expect((await copy.refused(joinMessage(session.token))).code).toBe("unauthorized");
  });

  test("and used passes are forgotten when they would have expired anyway", async () => {
    const room = await Room.open();
    await room.join();
    expect(await room.keys("used/")).toHaveLength(1);
    await room.pass(301_000);
    await room.join();
    expect(await room.keys("used/")).toHaveLength(1);
  });
});

test("a pass says what the room needs to know, and no more", async () => {
  const room = await Room.open();
  const { token } = await room.owner.session(room.slug);
  const { payload } = await jwtVerify(token, secretOf(inject("surroundings").tokenSecret));
  expect(Object.keys(payload).sort()).toEqual([
    "address",
    "aud",
    "exp",
    "guest",
    "iat",
    "invite",
    "jti",
    "password",
    "picture",
    "room",
    "sub",
  ]);
  expect(payload).toMatchObject({ aud: AUDIENCES.join, room: room.id, guest: true });
});
