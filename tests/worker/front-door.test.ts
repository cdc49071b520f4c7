import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { ACCOUNT_PATHS } from "../../protocol/account.ts";
import { PATHS } from "../../protocol/api.ts";
import { app } from "../../worker/app.ts";
import { newEmail, PASSWORD, signUp } from "./harness/account.ts";
import { withoutDatabase } from "./harness/database.ts";
import { nodeToken } from "./harness/dial.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import { Room } from "./harness/room.ts";

const NOWHERE = "00000000-0000-4000-8000-000000000000";

describe("pages of other sites", () => {
  test.for(["https://evil.test", "https://nearcast.test.evil.test", "null", "https://nearcast.test:8443"])(
    "are refused everything: %s",
    async (Origin) => {
      const room = await Room.open();
      const guest = new Guest();
      const answers = [
        await guest.post(PATHS.rooms, {}, { Origin }),
        await guest.post(PATHS.session(room.slug), {}, { Origin }),
        await guest.fetch(PATHS.socket(room.id), { headers: { Origin, Upgrade: "websocket" } }),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(403);
        expect(answer.webSocket).toBeNull();
        expect(await codeOf(answer)).toBe("foreign_origin");
      }
      expect(guest.cookie("nearcast_guest")).toBeUndefined();
    },
  );

  test("can have nothing changed by whoever is signed in here, at no route that there is", async () => {
    const guest = new Guest();
    await signUp(guest);
    // Nodes have no cookies, and no browser: they are known by what they sign.
    const routes = [...new Set(app.routes.map(({ method, path }) => `${method} ${path}`))]
      .filter((route) => /^(POST|PUT|PATCH|DELETE) /.test(route))
      .filter((route) => !route.includes(" /api/nodes/"));
    expect(routes.length).toBeGreaterThan(35);
    const headers = { Origin: "https://evil.test", "Content-Type": "application/json" };
    for (const route of routes) {
      const [method = "", path = ""] = route.split(" ");
      const answer = await guest.fetch(path.replace(/:\w+/g, NOWHERE), { method, headers, body: "{}" });
      expect([route, answer.status, await codeOf(answer)]).toEqual([route, 403, "foreign_origin"]);
    }
    expect((await guest.fetch(ACCOUNT_PATHS.account)).status).toBe(200);
  });

  test("are sent no cookie along: all of them are this site's own", async () => {
    const guest = new Guest();
    const answers = [
      await guest.post(PATHS.rooms),
      await guest.post(ACCOUNT_PATHS.signUp, { email: newEmail(), password: PASSWORD, name: "Ada" }),
    ];
    const cookies = answers
      .flatMap(({ headers }) => headers.getSetCookie())
      .filter((line) => !line.includes("Max-Age=0"));
    expect(cookies.map((line) => line.split("=")[0])).toEqual(
      expect.arrayContaining(["nearcast_guest", "nearcast_access", "nearcast_refresh"]),
    );
    for (const line of cookies) {
      expect(line).toMatch(/; HttpOnly/);
      expect(line).toMatch(/; SameSite=(Strict|Lax)/);
    }
  });
});

describe("addresses", () => {
  test("the Worker says that it is well", async () => {
    const response = await new Guest().fetch("/healthz");
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  });

  test("a socket's takes only sockets", async () => {
    const response = await new Guest().fetch(PATHS.socket(NOWHERE));
    expect([response.status, await codeOf(response)]).toEqual([426, "bad_request"]);
  });

  test("a node's takes only sockets", async () => {
    for (const [path, room] of [
      [PATHS.nodeControl, null],
      [PATHS.nodeRoom(NOWHERE), NOWHERE],
    ] as const) {
      const headers = { Authorization: `Bearer ${await nodeToken("node-a", room)}` };
      const response = await new Guest().fetch(path, { headers });
      expect([response.status, await codeOf(response)]).toEqual([426, "bad_request"]);
    }
  });

  test("a socket of a room whose id is none is refused", async () => {
    const response = await new Guest().fetch(PATHS.socket("lobby"), { headers: { Upgrade: "websocket" } });
    expect([response.status, await codeOf(response)]).toEqual([404, "room_not_found"]);
  });

  test("what is not there is a typed error, too", async () => {
    const response = await new Guest().fetch("/api/anything");
    expect([response.status, await codeOf(response)]).toEqual([404, "not_found"]);
  });

  test("a flood from one address ends at the door, and no other address feels it", async () => {
    const guest = new Guest();
    let status = 0;
    let code: string | undefined;
    // Twice, because the minute that is counted may end meanwhile.
    for (let round = 0; round < 2 && status !== 429; round += 1) {
      const flood = Array.from({ length: 600 }, () => env.API_LIMIT.limit({ key: guest.address }));
      await Promise.all(flood);
      const response = await guest.post(PATHS.rooms);
      status = response.status;
      code = await codeOf(response);
    }
    expect([status, code]).toEqual([429, "rate_limited"]);
    expect(await new Guest().makeRoom()).toHaveProperty("slug");
  });
});

test("without a database the Worker says so, and rooms that are open go on", async () => {
  const room = await Room.open();
  const page = await room.join();
  withoutDatabase();
  const response = await new Guest().post(PATHS.session(room.slug));
  expect([response.status, await codeOf(response)]).toEqual([503, "database_unavailable"]);
  expect(await page.chat("still here")).toHaveProperty("seq");
});
