import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { wireTextSchema } from "../text.ts";

/** To the room: a message. Its id is the page's own: sent twice, it is stored once, and answered the same. */
export const chatSchema = v.object({ messageId: uuidSchema, text: wireTextSchema });

/** A message as everybody sees it. `seq` orders the room's chat; `at` is in milliseconds since 1970, by the room's clock. */
export const chatMessageSchema = v.object({
  seq: v.number(),
  messageId: v.string(),
  participantId: v.string(),
  name: v.string(),
  text: v.string(),
  at: v.number(),
});
export type ChatMessage = v.InferOutput<typeof chatMessageSchema>;

/** The room's answer to a message that is stored. */
export const chatStoredSchema = v.object({ seq: v.number(), at: v.number() });

/** To the room: let me read the chat of former times, over HTTP. */
export const chatPassSchema = v.object({});

/** The room's answer: a token for `GET /api/chat/:roomId`, good for `expiresIn` seconds. */
export const chatPassGivenSchema = v.object({ token: v.string(), expiresIn: v.number() });
export type ChatPass = v.InferOutput<typeof chatPassGivenSchema>;
