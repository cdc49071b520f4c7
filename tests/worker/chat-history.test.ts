import { SignJWT } from "jose";
import { describe, expect, inject, test } from "vitest";
import { AUDIENCES, type ChatHistory, PATHS } from "../../protocol/api.ts";
import { LIMITS, RATES, TIMES } from "../../protocol/limits.ts";
import type { ChatPass } from "../../protocol/room/chat.ts";
import { queriesSent, withoutDatabase } from "./harness/database.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import type { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const reader = new Guest();

async function passOf(page: Page): Promise<string> {
  return (await page.ask<ChatPass>({ type: "chat-pass" })).token;
}

function get(roomId: string, query: string, token: string | null): Promise<Response> {
  const headers: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
  return reader.fetch(PATHS.chat(roomId) + query, { headers });
}

async function read(roomId: string, before: number, token: string): Promise<ChatHistory> {
  const response = await get(roomId, `?before=${before}`, token);
  expect(response.status).toBe(200);
  return response.json();
}

/** Says so many things, and lets them reach Postgres. Returns their texts. */
async function say(room: Room, page: Page, count: number): Promise<string[]> {
  const texts = Array.from({ length: count }, (_, index) => `${index}`);
  for (const [index, text] of texts.entries()) {
    await page.chat(text);
    if (index % RATES.chat.burst === RATES.chat.burst - 1) await room.pass(5_000);
  }
  await room.pass(TIMES.outboxFlushMs);
  return texts;
}

/** As if the room had been used so much since that it keeps no more than its tail. */
async function forgetAllButTheTail(room: Room): Promise<void> {
  await room.storage(({ kv }) => {
    const keys = [...kv.list({ prefix: "chat/" })].map(([key]) => key);
    for (const key of keys.slice(0, -LIMITS.chatTail)) kv.delete(key);
  });
  await room.evict();
}

const textsOf = ({ messages }: ChatHistory) => messages.map(({ text }) => text);

describe("the chat of former times", () => {
  test("is read from the replica, and nothing else is", async () => {
    const queries = queriesSent();
    const room = await Room.open();
    const ada = await room.join();
    await say(room, ada, 2);
    const token = await passOf(ada);
    const asked = queries.length;
    await read(room.id, 1, token);
    expect(queries.slice(asked)).toMatchObject([{ ofReplica: true }]);
    expect(queries.slice(0, asked).filter(({ ofReplica }) => ofReplica)).toEqual([]);
    expect(queries.some(({ query }) => query.includes("INSERT INTO messages"))).toBe(true);
  });

  test("is read page by page, from the room and from Postgres, without a gap", {
    timeout: 40_000,
  }, async () => {
    const room = await Room.open();
    const ada = await room.join(new Guest(), { name: "Ada" });
    const said = await say(room, ada, 2 * LIMITS.chatPage + LIMITS.chatTail + 5);
    await forgetAllButTheTail(room);
    const newcomer = await room.join();
    const token = await passOf(newcomer);
    const { chat } = newcomer.session.snapshot;
    const found = chat.map(({ text }) => text);
    let before = chat[0]?.seq ?? 0;
    const sizes: number[] = [];
    for (let more = true; more; ) {
      const page = await read(room.id, before, token);
      found.unshift(...textsOf(page));
      sizes.push(page.messages.length);
      before = page.messages[0]?.seq ?? 0;
      more = page.more;
    }
    expect(found).toEqual(said);
    expect(sizes).toEqual([LIMITS.chatPage, LIMITS.chatPage, 5]);
    // As it was told when it was written.
    const [first] = (await read(room.id, before + 1, token)).messages;
    expect(first).toMatchObject({ name: "Ada", participantId: ada.id, text: "0" });
    // A page that begins in what the room keeps, and ends in Postgres.
    const across = await read(room.id, (chat[9]?.seq ?? 0) + 1, token);
    expect(textsOf(across)).toEqual(said.slice(-LIMITS.chatTail - 40, -LIMITS.chatTail + 10));
    expect(await read(room.id, before, token)).toEqual({ messages: [], more: false });
  });

  test("is there while Postgres is away as far as the room keeps it, and what is older is said to be out of reach", {
    timeout: 40_000,
  }, async () => {
    const room = await Room.open();
    const ada = await room.join();
    const said = await say(room, ada, LIMITS.chatTail + 8);
    const token = await passOf(ada);
    const bringBack = withoutDatabase();
    const waiting = await ada.chat("not in Postgres yet");
    const whole = await read(room.id, waiting.seq + 1, token);
    expect(textsOf(whole)).toEqual([...said.slice(9), "not in Postgres yet"]);
    const rest = await read(room.id, whole.messages[0]?.seq ?? 0, token);
    expect([textsOf(rest), rest.more]).toEqual([said.slice(0, 9), true]);
    const oldest = rest.messages[0]?.seq ?? 0;
    const refused = await get(room.id, `?before=${oldest}`, token);
    expect([refused.status, await codeOf(refused)]).toEqual([503, "database_unavailable"]);
    bringBack();
    expect(await read(room.id, oldest, token)).toEqual({ messages: [], more: false });
  });
});

describe("nobody reads it", () => {
  const claims = {
    aud: AUDIENCES.chat as string,
    ttl: 300,
    secret: (): string => inject("surroundings").tokenSecret,
  };
  const sign = (roomId: string, faults: Partial<typeof claims>) => {
    const { aud, ttl, secret } = { ...claims, ...faults };
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ room: roomId })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(crypto.randomUUID())
      .setAudience(aud)
      .setExpirationTime(now + ttl)
      .sign(new TextEncoder().encode(secret()));
  };

  test("without a pass, or with one that is not for this", async () => {
    const room = await Room.open();
    const session = await new Guest().session(room.slug);
    const tokens: [string, string | null][] = [
      ["none", null],
      ["nonsense", "x.y.z"],
      ["a pass to join", session.token],
      ["a pass that says that it is one to join", await sign(room.id, { aud: AUDIENCES.join })],
      ["an expired one", await sign(room.id, { ttl: -1 })],
      ["one signed by somebody else", await sign(room.id, { secret: () => "x".repeat(32) })],
    ];
    for (const [what, token] of tokens) {
      const response = await get(room.id, "?before=9", token);
      expect([response.status, await codeOf(response)], what).toEqual([401, "unauthorized"]);
    }
    expect((await get(room.id, "?before=9", await sign(room.id, {}))).status).toBe(200);
  });

  test("with the pass of another room", async () => {
    const [one, other] = [await Room.open(), await Room.open()];
    const token = await passOf(await one.join());
    expect((await get(one.id, "?before=9", token)).status).toBe(200);
    for (const roomId of [other.id, crypto.randomUUID(), "x", "..%2f"])
      expect((await get(roomId, "?before=9", token)).status, roomId).toBe(401);
  });

  test("by a place that is none", async () => {
    const room = await Room.open();
    const token = await passOf(await room.join());
    for (const query of [
      "",
      "?before=",
      "?before=0",
      "?before=-1",
      "?before=1.5",
      "?before=1e3",
      `?before=${"9".repeat(20)}`,
      "?before=1;drop",
    ]) {
      const response = await get(room.id, query, token);
      expect([response.status, await codeOf(response)], query).toEqual([400, "bad_request"]);
    }
  });
});
