import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { iceServersFor } from "./ice-servers.ts";
import type { CloudflareTurn } from "./turn-settings.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

test("without relays there is nothing to renew", async () => {
  expect(await iceServersFor(null, NOW)).toEqual({ servers: [], expiresIn: null });
});

test("relays of one's own give everybody credentials of their own, for as long as they are set to", async () => {
  const urls = ["turn:turn.example.org:3478"];
  const settings = { kind: "shared-secret", urls, secret: "0123456789abcdef", seconds: 60 } as const;
  const [first, second] = [await iceServersFor(settings, NOW), await iceServersFor(settings, NOW)];
  expect(first.servers.map((server) => server.urls)).toEqual([urls]);
  expect(first.expiresIn).toBe(60);
  expect(first.servers[0]?.username).toMatch(/^1800000060:/);
  expect(second.servers[0]?.username).not.toBe(first.servers[0]?.username);
});

/** What Cloudflare's service answers, as its documentation shows it. */
const ANSWER = {
  iceServers: [
    { urls: ["stun:stun.cloudflare.com:3478", "stun:stun.cloudflare.com:53"] },
    {
      urls: [
        "turn:turn.cloudflare.com:3478?transport=udp",
        "turn:turn.cloudflare.com:53?transport=udp",
        "turn:turn.cloudflare.com:80?transport=tcp",
        "turns:turn.cloudflare.com:443?transport=tcp",
      ],
      username: "user",
      credential: "password",
    },
  ],
};

describe("Cloudflare's relays", () => {
  let settings: CloudflareTurn;
  const asked: { url: string; authorization: string | null; body: string }[] = [];
  let answer: { status: number; body: string };
  /** What each request waits for before it is answered. */
  let delay: Promise<void>;

  beforeEach(() => {
    delay = Promise.resolve();
    answer = { status: 201, body: JSON.stringify(ANSWER) };
    asked.length = 0;
    vi.stubGlobal("fetch", async (...args: ConstructorParameters<typeof Request>) => {
      const request = new Request(...args);
      const { url, headers } = request;
      asked.push({ url, authorization: headers.get("Authorization"), body: await request.text() });
      const { body, status } = answer;
      await delay;
      return new Response(body, { status });
    });
    // A key of its own for each test: what is known of one outlasts it.
    const keyId = crypto.randomUUID();
    settings = { kind: "cloudflare", origin: "https://turn.test", keyId, token: "secret", seconds: 3600 };
  });
  afterEach(() => vi.unstubAllGlobals());

  test("are asked for with the key's token, and never at port 53", async () => {
    const { servers, expiresIn } = await iceServersFor(settings, NOW);
    expect(asked).toEqual([
      {
        url: `https://turn.test/v1/turn/keys/${settings.keyId}/credentials/generate-ice-servers`,
        authorization: "Bearer secret",
        body: JSON.stringify({ ttl: 3600 }),
      },
    ]);
    expect(expiresIn).toBe(3600);
    expect(servers.flatMap(({ urls }) => urls)).toEqual([
      "stun:stun.cloudflare.com:3478",
      "turn:turn.cloudflare.com:3478?transport=udp",
      "turn:turn.cloudflare.com:80?transport=tcp",
      "turns:turn.cloudflare.com:443?transport=tcp",
    ]);
    expect(servers[1]).toMatchObject({ username: "user", credential: "password" });
  });

  test("are asked for once in a quarter of what they last, and who gets them is told what is left", async () => {
    await iceServersFor(settings, NOW);
    expect((await iceServersFor(settings, NOW + 14 * MINUTE)).expiresIn).toBe(46 * 60);
    expect(asked).toHaveLength(1);
    expect((await iceServersFor(settings, NOW + 15 * MINUTE)).expiresIn).toBe(3600);
    expect(asked).toHaveLength(2);
  });

  test("may be away: what is known is used as long as it lasts, and then calls go without", async () => {
    const known = await iceServersFor(settings, NOW);
    answer = { status: 503, body: "" };
    const later = await iceServersFor(settings, NOW + 50 * MINUTE);
    expect(later).toEqual({ ...known, expiresIn: 600 });
    expect(await iceServersFor(settings, NOW + 59.5 * MINUTE)).toEqual({ servers: [], expiresIn: 60 });
    answer = { status: 201, body: JSON.stringify(ANSWER) };
    expect(await iceServersFor(settings, NOW + 60 * MINUTE)).toEqual(known);
  });

  test("are asked for by one, and the others get what is known meanwhile", async () => {
    const known = await iceServersFor(settings, NOW);
    const answered = Promise.withResolvers<void>();
    delay = answered.promise;
    const later = NOW + 15 * MINUTE;
    const first = iceServersFor(settings, later);
    for (const after of [0, 1_999])
      expect(await iceServersFor(settings, later + after)).toMatchObject({ servers: known.servers });
    expect(asked).toHaveLength(2);
    // Whose request has ended hears of no answer: then it is somebody else's turn.
    const second = iceServersFor(settings, later + 2_000);
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    answered.resolve();
    expect([(await first).expiresIn, (await second).expiresIn]).toEqual([3600, 3600]);
  });

  test("are asked for by each of those who come at once where nothing is known, and one who fails takes none from the others", async () => {
    const [answered, failed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    delay = answered.promise;
    const first = iceServersFor(settings, NOW);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    [answer, delay] = [{ status: 503, body: "" }, failed.promise];
    const second = iceServersFor(settings, NOW);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    answered.resolve();
    expect((await first).servers).toHaveLength(2);
    failed.resolve();
    expect(await second).toEqual(await first);
    expect(await iceServersFor(settings, NOW + MINUTE)).toMatchObject({ servers: (await first).servers });
    expect(asked).toHaveLength(2);
  });

  test("that cannot be had are asked for by one again, however many come", async () => {
    answer = { status: 503, body: "" };
    await iceServersFor(settings, NOW);
    const [first, ...others] = [5_000, 5_001, 5_002].map((after) => iceServersFor(settings, NOW + after));
    for (const other of others) expect(await other).toEqual({ servers: [], expiresIn: expect.any(Number) });
    await first;
    expect(asked).toHaveLength(2);
  });

  test.each([
    ["a refusal", 401, "{}"],
    ["no JSON", 201, "<html>"],
    ["something else", 201, JSON.stringify({ iceServers: [{ urls: ["https://elsewhere.example"] }] })],
  ])(
    "may answer with %s, which is the same as none, and are left alone for a while",
    async (_, status, body) => {
      answer = { status, body };
      for (const after of [0, 1_000, 4_999])
        expect((await iceServersFor(settings, NOW + after)).servers).toEqual([]);
      expect(asked).toHaveLength(1);
      await iceServersFor(settings, NOW + 5_000);
      expect(asked).toHaveLength(2);
    },
  );
});
