import { Hono } from "hono";
import * as v from "valibot";
import type { ChatFound, ChatHistory } from "../../protocol/api.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { searchWords } from "../../protocol/text.ts";
import { isDatabaseError, replica } from "../db/client.ts";
import { messagesBefore, searchMessages } from "../db/messages.ts";
import { type Env, readConfig } from "../env.ts";
import { refuse } from "./answers.ts";
import { chatReaders } from "./chat-readers.ts";
import { roomObject } from "./room-object.ts";

const seqSchema = v.pipe(v.string(), v.digits(), v.transform(Number), v.safeInteger(), v.minValue(1));
const querySchema = v.object({ before: seqSchema });
const searchSchema = v.object({
  words: v.pipe(v.string(), v.maxLength(LIMITS.searchChars), v.transform(searchWords), v.minLength(1)),
  before: v.optional(seqSchema),
});

/** `GET /:roomId?before=<seq>`: the chat of former times, and `GET /:roomId/search`, for who has a pass from the room. */
export const chat = new Hono<{ Bindings: Env }>()
  .get("/:roomId", chatReaders, async (context) => {
    const query = v.safeParse(querySchema, context.req.query());
    if (!query.success) return refuse(context, 400, "bad_request", "`before` is a message's seq.");
    const history = await historyBefore(context.env, context.req.param("roomId"), query.output.before);
    return context.json(history, 200, { "Cache-Control": "no-store" });
  })
  .get("/:roomId/search", chatReaders, async (context) => {
    const query = v.safeParse(searchSchema, context.req.query());
    if (!query.success) return refuse(context, 400, "bad_request", WHAT_IS_SEARCHED);
    const { words, before = Number.MAX_SAFE_INTEGER } = query.output;
    const found = await search(context.env, context.req.param("roomId"), words, before);
    return context.json(found, 200, { "Cache-Control": "no-store" });
  });

const WHAT_IS_SEARCHED = `\`words\` is what to search for, of at most ${LIMITS.searchChars} characters.`;

/** What Postgres finds, as the room has it now: what was deleted or edited a moment ago may wait to be told to Postgres. */
async function search(
  env: Env,
  roomId: string,
  words: readonly string[],
  before: number,
): Promise<ChatFound> {
  const limit = LIMITS.searchPage;
  const rows = await searchMessages(replica(readConfig(env)), roomId, words, before, limit + 1);
  const found = rows.slice(0, limit);
  const waiting =
    found.length === 0 ? [] : await roomObject(env, roomId).chatWaitingAt(found.map(({ seq }) => seq));
  const now = new Map(waiting.map((message) => [message.seq, message]));
  const messages = found.map((message) => now.get(message.seq) ?? message).filter(({ deleted }) => !deleted);
  return { messages, more: rows.length > limit, next: found.at(-1)?.seq ?? before };
}

/**
 * What the room still keeps comes from the room: some of it may not be in Postgres yet. What is older comes from there. So
 * nothing is missing between the two, although the replica may lag by as much as the room keeps; and where Postgres is away, what the room keeps is told all the same.
 */
async function historyBefore(env: Env, roomId: string, before: number): Promise<ChatHistory> {
  // One more than is told says whether there are more.
  const limit = LIMITS.chatPage + 1;
  const kept = await roomObject(env, roomId).chatBefore(before, limit);
  if (kept.length === limit) return { messages: kept.slice(1), more: true };
  try {
    const from = kept[0]?.seq ?? before;
    const older = await messagesBefore(replica(readConfig(env)), roomId, from, limit - kept.length);
    const messages = [...older, ...kept].slice(-LIMITS.chatPage);
    return { messages, more: older.length + kept.length === limit };
  } catch (error) {
    if (kept.length > 0 && isDatabaseError(error)) return { messages: kept, more: true };
    throw error;
  }
}
