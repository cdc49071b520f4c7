import { Hono } from "hono";
import * as v from "valibot";
import type { ChatHistory } from "../../protocol/api.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { verifyChatPass } from "../auth/chat-pass.ts";
import { database, isDatabaseError } from "../db/client.ts";
import { messagesBefore } from "../db/messages.ts";
import { type Env, readConfig } from "../env.ts";
import { refuse } from "./answers.ts";
import { roomObject } from "./room-object.ts";

const querySchema = v.object({
  before: v.pipe(v.string(), v.digits(), v.transform(Number), v.safeInteger(), v.minValue(1)),
});

/** `GET /:roomId?before=<seq>`: the chat of former times, for who has a pass from the room. */
export const chat = new Hono<{ Bindings: Env }>().get("/:roomId", async (context) => {
  const roomId = context.req.param("roomId");
  const { tokenSecret } = readConfig(context.env);
  const authorization = context.req.header("Authorization");
  const pass = v.is(uuidSchema, roomId) ? await verifyChatPass(tokenSecret, authorization, roomId) : null;
  if (!pass) return refuse(context, 401, "unauthorized");
  const query = v.safeParse(querySchema, context.req.query());
  if (!query.success) return refuse(context, 400, "bad_request", "`before` is a message's seq.");
  const history = await historyBefore(context.env, roomId, query.output.before);
  return context.json(history, 200, { "Cache-Control": "no-store" });
});

/**
 * What the room still keeps comes from the room: some of it may not be in Postgres yet. What is older comes from there. So
 * nothing is missing between the two, and where Postgres is away, what the room keeps is told all the same.
 */
async function historyBefore(env: Env, roomId: string, before: number): Promise<ChatHistory> {
  // One more than is told says whether there are more.
  const limit = LIMITS.chatPage + 1;
  const kept = await roomObject(env, roomId).chatBefore(before, limit);
  if (kept.length === limit) return { messages: kept.slice(1), more: true };
  try {
    const from = kept[0]?.seq ?? before;
    const older = await messagesBefore(database(readConfig(env)), roomId, from, limit - kept.length);
    const messages = [...older, ...kept].slice(-LIMITS.chatPage);
    return { messages, more: older.length + kept.length === limit };
  } catch (error) {
    if (kept.length > 0 && isDatabaseError(error)) return { messages: kept, more: true };
    throw error;
  }
}
