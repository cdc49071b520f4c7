import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { ACCOUNT_PATHS, type Account } from "../../protocol/account.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { PICTURE_PATHS } from "../../protocol/pictures.ts";
import { PASSWORD, signUp } from "./harness/account.ts";
import { befriend, newMember } from "./harness/friends.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { Room } from "./harness/room.ts";

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 60 }, (_, index) => index));

function put(guest: Guest, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return guest.fetch(PICTURE_PATHS.own, { method: "PUT", body, headers });
}

/** Gives somebody a picture; returns its id. */
async function choose(guest: Guest): Promise<string> {
  const response = await put(guest, JPEG);
  expect(response.status).toBe(200);
  return (await response.json<{ picture: string }>()).picture;
}

async function pictureOf(guest: Guest): Promise<string | null> {
  return (await (await guest.fetch(ACCOUNT_PATHS.account)).json<Account>()).picture;
}

async function kept(): Promise<string[]> {
  const { objects } = await env.FILES.list({ prefix: "people/" });
  return objects.map(({ key }) => key.slice("people/".length));
}

describe("a person's picture", () => {
  test("is seen by friends, and by those in the same room", async () => {
    const [member, friend] = [await newMember("Ada"), await newMember("Bob")];
    const ada = member.guest;
    const picture = await choose(ada);
    expect(await pictureOf(ada)).toBe(picture);
    await befriend(member, friend);
    const { friends } = await friend.list();
    expect(friends).toMatchObject([{ name: "Ada", picture }]);

    const room = await Room.open();
    await room.join(ada, { name: "Ada" });
    const guest = await room.join(new Guest(), { name: "Guest" });
    const people = guest.session.snapshot.participants;
    expect(people.map((person) => [person.name, person.picture])).toEqual([
      ["Ada", picture],
      ["Guest", null],
    ]);

    const seen = await new Guest().fetch(PICTURE_PATHS.picture(picture));
    expect(new Uint8Array(await seen.arrayBuffer())).toEqual(JPEG);
    expect(seen.headers.get("Content-Type")).toBe("image/jpeg");
    expect(seen.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(seen.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  });

  test("gives way to another one, or to none, and is deleted then", async () => {
    const ada = new Guest();
    await signUp(ada);
    const first = await choose(ada);
    const second = await choose(ada);
    expect(await kept()).toEqual([second]);
    expect((await ada.fetch(PICTURE_PATHS.picture(first))).status).toBe(404);
    expect((await ada.fetch(PICTURE_PATHS.own, { method: "DELETE" })).status).toBe(200);
    expect(await pictureOf(ada)).toBeNull();
    expect(await kept()).toEqual([]);
  });

  test("of two that are chosen at once, one stays", async () => {
    const ada = new Guest();
    await signUp(ada);
    await Promise.all([choose(ada), choose(ada), choose(ada)]);
    expect(await kept()).toEqual([await pictureOf(ada)]);
  });

  test("goes with the account, and is in the export", async () => {
    const ada = new Guest();
    await signUp(ada);
    const picture = await choose(ada);
    expect(await (await ada.fetch(ACCOUNT_PATHS.export)).json()).toMatchObject({ picture });
    await ada.post(ACCOUNT_PATHS.delete, { password: PASSWORD });
    await vi.waitFor(async () => expect(await kept()).toEqual([]));
  });

  test.for<[string, BodyInit, number, string]>([
    ["text", "just words", 415, "bad_file"],
    ["a page", "<html><script>alert(1)</script>", 415, "bad_file"],
    ["a drawing with a script", '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 415, "bad_file"],
    ["nothing", "", 415, "bad_file"],
    ["more than a picture needs", new Uint8Array(LIMITS.portraitBytes + 1), 413, "file_too_large"],
  ])("is not %s", async ([, body, status, code]) => {
    const ada = new Guest();
    await signUp(ada);
    const response = await put(ada, body, { "Content-Type": "image/png" });
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
    expect(await kept()).toEqual([]);
    expect(await pictureOf(ada)).toBeNull();
  });

  test("is nobody's without an account, and no other site's to give", async () => {
    const guest = await put(new Guest(), JPEG);
    expect([guest.status, await codeOf(guest)]).toEqual([401, "signed_out"]);
    const ada = new Guest();
    await signUp(ada);
    const foreign = await put(ada, JPEG, { Origin: "https://evil.example" });
    expect([foreign.status, await codeOf(foreign)]).toEqual([403, "foreign_origin"]);
    expect((await ada.fetch(PICTURE_PATHS.picture("../nearcast"))).status).toBe(404);
  });
});
