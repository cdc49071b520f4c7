import { neon } from "@neondatabase/serverless";
import { SignJWT } from "jose";
import { expect, inject, test } from "vitest";
import { AUDIENCES, type ChatFound, PATHS } from "../../protocol/api.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { ChatPass } from "../../protocol/room/chat.ts";
import type { Database } from "../../worker/db/client.ts";
import { searchMessages } from "../../worker/db/messages.ts";
import { ownDatabase, withoutDatabase } from "./harness/database.ts";
import { codeOf, Guest } from "./harness/guest.ts";
import type { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const reader = new Guest();

async function passOf(page: Page): Promise<string> {
  return (await page.ask<ChatPass>({ type: "chat-pass" })).token;
}

function get(roomId: string, query: Record<string, string>, token: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}` };
  return reader.fetch(`${PATHS.chatSearch(roomId)}?${new URLSearchParams(query)}`, { headers });
}

/** What the room gave more than five minutes ago. */
function endedPass(roomId: string): Promise<string> {
  return new SignJWT({ room: roomId })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(crypto.randomUUID())
    .setAudience(AUDIENCES.chat)
    .setExpirationTime(Math.floor(Date.now() / 1000) - 1)
    .sign(new TextEncoder().encode(inject("surroundings").tokenSecret));
}

async function find(roomId: string, words: string, token: string): Promise<string[]> {
  const response = await get(roomId, { words }, token);
  expect(response.status).toBe(200);
  return ((await response.json()) as ChatFound).messages.map(({ text }) => text);
}

async function roomWith(
  ...texts: string[]
): Promise<{ room: Room; page: Page; token: string; seqs: number[] }> {
  const room = await Room.open();
  const page = await room.join();
  const seqs: number[] = [];
  for (const text of texts) seqs.push((await page.chat(text)).seq);
  await room.pass(TIMES.outboxFlushMs);
  return { room, page, token: await passOf(page), seqs };
}

test("words are found by how they begin, all of them, newest first, in this room alone", async () => {
  const one = await roomWith("The meeting is on Monday", "Meet me there", "Über https://near.example/plan-b");
  const other = await roomWith("Another meeting");
  const { room, token } = one;
  expect(await find(room.id, "MEET", token)).toEqual(["Meet me there", "The meeting is on Monday"]);
  expect(await find(room.id, "mon meeting", token)).toEqual(["The meeting is on Monday"]);
  expect(await find(room.id, "example plan", token)).toHaveLength(1);
  expect(await find(room.id, "über", token)).toHaveLength(1);
  expect(await find(room.id, "eeting", token)).toEqual([]);
  expect(await find(other.room.id, "meeting", other.token)).toEqual(["Another meeting"]);
  const refused = await get(other.room.id, { words: "meeting" }, token);
  expect([refused.status, await codeOf(refused)]).toEqual([401, "unauthorized"]);
  expect((await get(room.id, { words: "meeting" }, await endedPass(room.id))).status).toBe(401);
});

test("markup, operators and quotes are no more than the words in them", async () => {
  const { room, token } = await roomWith("<b>bold</b> & 'quoted' | not:* (this)");
  for (const words of [
    "<b>",
    "bold & !quoted",
    "'quoted'",
    "not:*",
    "(this",
    "a' | 'bold",
    "\\'bold",
    "bold -this",
  ])
    expect((await find(room.id, words, token)).length, words).toBe(words === "a' | 'bold" ? 0 : 1);
  expect(await find(room.id, "bold or absent", token)).toEqual([]);
});

test("what makes no sense is refused", async () => {
  const { room, token } = await roomWith("something");
  const queries = [
    {},
    { words: "" },
    { words: "!&|" },
    { words: "x".repeat(LIMITS.searchChars + 1) },
    { words: "x", before: "0" },
    { words: "x", before: "1;drop" },
  ];
  for (const query of queries) {
    const response = await get(room.id, query as Record<string, string>, token);
    expect([response.status, await codeOf(response)], JSON.stringify(query)).toEqual([400, "bad_request"]);
  }
});

test("what was deleted or edited a moment ago is as it is in the room, and not as Postgres has it yet", async () => {
  const { room, page, token } = await roomWith("a secret word", "a secret mistake");
  const [gone, changed] = (await room.join()).session.snapshot.chat.map(({ messageId }) => messageId);
  await page.ask({ type: "delete-chat", messageId: gone ?? "" });
  await page.ask({ type: "edit-chat", messageId: changed ?? "", revision: 1, text: "a secret corrected" });
  expect(await find(room.id, "secret", token)).toEqual(["a secret corrected"]);
  await room.pass(TIMES.outboxFlushMs);
  expect(await find(room.id, "secret", token)).toEqual(["a secret corrected"]);
  expect(await find(room.id, "mistake", token)).toEqual([]);
});

test("while Postgres is away that is said", async () => {
  const { room, token } = await roomWith("something");
  const bringBack = withoutDatabase();
  const refused = await get(room.id, { words: "something" }, token);
  expect([refused.status, await codeOf(refused)]).toEqual([503, "database_unavailable"]);
  bringBack();
  expect(await find(room.id, "something", token)).toEqual(["something"]);
});

test("many are found page by page, by an index", { timeout: 30_000 }, async () => {
  const { room, token } = await roomWith("the first");
  const sql = neon(ownDatabase.databaseUrl);
  const count = 30_000;
  await sql`
    INSERT INTO messages (room_id, seq, version, message_id, participant_id, author_id, author_name, body, sent_at)
    SELECT id, n, n, gen_random_uuid(), owner_id, owner_id, 'Grace',
           CASE WHEN n % 1000 = 0 THEN 'rare word ' || n ELSE 'usual word ' || n END, now()
    FROM rooms, generate_series(1000, ${999 + count}::int) AS n WHERE id = ${room.id}`;
  await sql`VACUUM ANALYZE messages`;
  const found: number[] = [];
  for (let before: string | undefined; ; ) {
    const response = await get(room.id, { words: "rare", ...(before ? { before } : {}) }, token);
    const { messages, more, next } = (await response.json()) as ChatFound;
    found.push(...messages.map(({ seq }) => seq));
    if (!more) break;
    before = String(next);
  }
  expect(found).toEqual(Array.from({ length: 30 }, (_, index) => 30_000 - 1_000 * index));

  const explain = (parts: TemplateStringsArray, ...values: unknown[]) =>
    sql.query(`EXPLAIN ${numbered(parts)}`, values);
  const planOf = async (...words: string[]) =>
    JSON.stringify(await searchMessages(explain as unknown as Database, room.id, words, 99_999, 21));
  // What is common is found soon by going back in time; what is not, by its words.
  expect(await planOf("usual")).not.toContain("Seq Scan");
  expect(await planOf("rare", "18000")).toContain("Bitmap Index Scan on messages_words");
});

/** The text of a query with `$1`, `$2` and so on in the place of its values. */
function numbered(parts: TemplateStringsArray): string {
  return parts.reduce((text, part, index) => `${text}$${index}${part}`);
}
