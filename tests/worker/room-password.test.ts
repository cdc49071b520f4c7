import { beforeEach, describe, expect, test } from "vitest";
import { PATHS, type Session } from "../../protocol/api.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { roomInPostgres } from "./harness/database.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { MediaNode } from "./harness/node.ts";
import { joinMessage, Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const PASSWORD = "open sesame";
let room: Room;
let owner: Page;

beforeEach(async () => {
  await MediaNode.register("node-a");
  room = await Room.open();
  owner = await room.join(room.owner, { name: "Ada" });
});

const set = (password: string | null, by = owner) => by.ask({ type: "set-password", password });

/** What somebody finds who opens the room's page. */
async function doorOf(visitor: Guest, entry: object = {}): Promise<string | undefined> {
  const response = await visitor.post(PATHS.session(room.slug), entry);
  return response.status === 200 ? "open" : codeOf(response);
}

describe("a room's password", () => {
  test("is asked of who comes in, and known to nobody", async () => {
    await set(PASSWORD);
    const { room: told } = await owner.inbox.take("room-changed");
    expect(told.hasPassword).toBe(true);
    expect(JSON.stringify(told)).not.toContain("scrypt");
    const guest = new Guest();
    expect(await doorOf(guest)).toBe("password_needed");
    expect(await doorOf(guest, { password: "open sesam" })).toBe("wrong_room_password");
    const session: Session = await (
      await guest.post(PATHS.session(room.slug), { password: PASSWORD })
    ).json();
    expect(JSON.stringify(session)).not.toContain("scrypt");
    await (await Page.open(room.id, guest)).join(session);
    await room.evict();
    expect(await doorOf(new Guest())).toBe("password_needed");
    await eventually(async () => (await roomInPostgres(room.id)).version === 1);
    expect(await roomInPostgres(room.id)).toMatchObject({ password: { hash: expect.any(String) } });
  });

  test("is not asked of who was in, nor of who looks after the room", async () => {
    const guest = new Guest();
    await room.join(guest);
    await set(PASSWORD);
    expect(await doorOf(guest)).toBe("open");
    expect(await doorOf(room.owner)).toBe("open");
  });

  test("does not let in who gave the one before, not even by a pass from then", async () => {
    await set(PASSWORD);
    const guest = new Guest();
    const { token }: Session = await (
      await guest.post(PATHS.session(room.slug), { password: PASSWORD })
    ).json();
    await set("another one");
    const page = await Page.open(room.id, guest);
    expect((await page.refused(joinMessage(token))).code).toBe("password_needed");
    expect(await doorOf(guest, { password: PASSWORD })).toBe("wrong_room_password");
    await set(null);
    expect(await doorOf(guest)).toBe("open");
  });

  test("cannot be tried for long, and only that network has to wait", async () => {
    await set(PASSWORD);
    const guest = new Guest();
    for (let tries = 0; tries < LIMITS.passwordAttempts; tries += 1)
      expect(await doorOf(guest, { password: `wrong ${tries}` })).toBe("wrong_room_password");
    const refused = await guest.post(PATHS.session(room.slug), { password: PASSWORD });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(60);
    expect(await doorOf(new Guest(), { password: PASSWORD })).toBe("open");
  });

  test("is set by who looks after the room alone, and has its bounds", async () => {
    const page = await room.join();
    expect((await page.refused({ type: "set-password", password: PASSWORD })).code).toBe("forbidden");
    for (const password of ["", "short", "x".repeat(201), 123_456, undefined])
      expect((await owner.refused({ type: "set-password", password } as never)).code).toBe("bad_message");
    expect(await doorOf(new Guest(), { password: "x".repeat(201) })).toBe("bad_request");
    expect(await doorOf(new Guest(), { password: {} })).toBe("bad_request");
  });

  test("cannot be set in a flood: each takes a hash", async () => {
    for (const password of ["first one", "second one", "third one"]) await set(password);
    expect((await owner.refused({ type: "set-password", password: "fourth one" })).code).toBe("rate_limited");
  });
});
