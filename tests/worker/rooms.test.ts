import { describe, expect, test } from "vitest";
import { PATHS } from "../../protocol/api.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { DEFAULT_RULES } from "../../protocol/room/rules.ts";
import { codeOf, Guest } from "./harness/guest.ts";

describe("making a room", () => {
  test("without an address gives it a random one that can be read out", async () => {
    const first = await new Guest().makeRoom();
    const second = await new Guest().makeRoom();
    expect(first.slug).toMatch(/^[a-z2-9]{3}-[a-z2-9]{4}-[a-z2-9]{3}$/);
    expect(second.slug).not.toBe(first.slug);
  });

  test("takes an address of one's own, and a title from it", async () => {
    const slug = `design-review-${crypto.randomUUID().slice(0, 8)}`;
    const response = await new Guest().post(PATHS.rooms, { slug });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      slug,
      title: expect.stringMatching(/^Design review /),
      encrypted: false,
      rules: DEFAULT_RULES,
      lobby: "nobody",
      guests: true,
      locked: false,
      limit: 200,
      regions: null,
      hasPassword: false,
    });
  });

  test("at an address that is taken fails, and leaves the first room alone", async () => {
    const owner = new Guest();
    const { slug } = await owner.makeRoom({ title: "The first" });
    const response = await new Guest().post(PATHS.rooms, { slug, title: "The second" });
    expect(response.status).toBe(409);
    expect(await codeOf(response)).toBe("slug_taken");
    expect((await owner.session(slug)).room.title).toBe("The first");
  });

  test.for([
    { slug: "Design" },
    { slug: "-a" },
    { slug: "a b" },
    { slug: "a".repeat(65) },
    { slug: "" },
    { title: " " },
    { title: "x".repeat(81) },
    { settings: { access: "everybody" } },
    { settings: { encrypted: "yes" } },
    { settings: { rules: { speak: "viewer" } } },
    { settings: { rules: { chat: "nobody" } } },
    { settings: { lobby: "some" } },
    { settings: { limit: 1 } },
    { settings: { limit: LIMITS.participantsPerRoom + 1 } },
    { slug: "ca\u0301fe" },
    { slug: "\u0430dmin" },
    { slug: "a\u200db" },
    { slug: "a\n" },
    { slug: "１" },
    { title: "\u202e\u2066" },
    null,
    "room",
  ])("refuses %j", async (body) => {
    const response = await new Guest().post(PATHS.rooms, body);
    expect(response.status).toBe(400);
    expect(await codeOf(response)).toBe("bad_request");
  });

  test("refuses what is not JSON", async () => {
    const response = await new Guest().fetch(PATHS.rooms, { method: "POST", body: "{" });
    expect(response.status).toBe(400);
  });
});

describe("a pass into a room", () => {
  test("comes with a cookie that scripts cannot read, and knows its guest again", async () => {
    const { slug } = await new Guest().makeRoom();
    const guest = new Guest();
    const first = await guest.post(PATHS.session(slug));
    expect(first.status).toBe(200);
    expect(first.headers.get("Set-Cookie")).toMatch(/^nearcast_guest=.*HttpOnly; Secure; SameSite=Lax$/);
    const second = await guest.post(PATHS.session(slug));
    expect(second.headers.get("Set-Cookie")).toBeNull();
  });

  test("makes its maker the owner and everybody else a participant", async () => {
    const owner = new Guest();
    const { slug } = await owner.makeRoom();
    expect(await owner.session(slug)).toMatchObject({ role: "owner", room: { slug }, expiresIn: 300 });
    expect(await new Guest().session(slug)).toMatchObject({ role: "participant" });
  });

  test("is not to be had with a cookie that somebody made up", async () => {
    const owner = new Guest();
    const { slug } = await owner.makeRoom();
    const [header, payload] = (owner.cookie("nearcast_guest") ?? "").split(".");
    const thief = new Guest();
    thief.setCookie("nearcast_guest", `${header}.${payload}.AAAA`);
    expect(await thief.session(slug)).toMatchObject({ role: "participant" });
    expect(thief.cookie("nearcast_guest")).not.toContain("AAAA");
  });

  test("is refused alike for a room that is not and one that is its owner's alone", async () => {
    const owner = new Guest();
    const { slug } = await owner.makeRoom({ settings: { access: "owner" } });
    const guest = new Guest();
    const closed = await guest.post(PATHS.session(slug));
    const absent = await guest.post(PATHS.session("no-such-room-anywhere"));
    const malformed = await guest.post(PATHS.session("No_Slug"));
    expect([closed.status, absent.status, malformed.status]).toEqual([404, 404, 404]);
    const text = await closed.text();
    expect(JSON.parse(text).error.code).toBe("room_not_found");
    expect(await absent.text()).toBe(text);
    expect(await malformed.text()).toBe(text);
    const headers = (response: Response) =>
      new Map([...response.headers].filter(([name]) => name !== "set-cookie"));
    expect(headers(absent)).toEqual(headers(closed));
    expect((await owner.session(slug)).role).toBe("owner");
  });
});
