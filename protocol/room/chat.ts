import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { wireTextSchema } from "../text.ts";
import { chatFileSchema, fileIdsSchema } from "./files.ts";

/** What one can say to a message without words. */
export const REACTIONS = ["👍", "❤️", "😂", "🎉", "😮", "😢", "👀", "🙏"] as const;
export type Reaction = (typeof REACTIONS)[number];

const SEALED_REACTION = /^[\w-]{22}$/;

/** A reaction on the wire: in an encrypted room its tag, which differs from message to message. */
const wireReactionSchema = v.union([v.picklist(REACTIONS), v.pipe(v.string(), v.regex(SEALED_REACTION))]);

/** Whether a reaction may be given in this room: in an encrypted one its tag, in another one itself. */
export function isReactionFor(room: { encrypted: boolean }, reaction: string): boolean {
  return room.encrypted === SEALED_REACTION.test(reaction);
}

/** To the room: a message. Its id is the page's own: sent twice, it is stored once, and answered the same. */
export const chatSchema = v.object({
  messageId: uuidSchema,
  /** May be empty where files are sent. */
  text: v.union([v.literal(""), wireTextSchema]),
  /** The sender's own, as they were attached before. */
  files: v.optional(fileIdsSchema),
  /** The message that it answers. */
  replyTo: v.optional(uuidSchema),
});

/**
 * To the room: one of my messages says something else. `revision` is how often it has been edited then: an edit that is sent
 * again is done once, and of two at once only the first.
 */
export const editChatSchema = v.object({
  messageId: uuidSchema,
  revision: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  text: wireTextSchema,
});

/** To the room: a message is gone: one's own, or where the role allows it, anybody's. */
export const deleteChatSchema = v.object({ messageId: uuidSchema });

/** To the room: I react to a message in this way, or no longer. */
export const reactChatSchema = v.object({
  messageId: uuidSchema,
  reaction: wireReactionSchema,
  on: v.boolean(),
});

/** A message as everybody sees it. `seq` orders the room's chat; `at` is in milliseconds since 1970, by the room's clock. */
export const chatMessageSchema = v.object({
  seq: v.number(),
  messageId: v.string(),
  participantId: v.string(),
  /** Who wrote it: the same in all of a person's visits to this room, and another one in other rooms. */
  authorId: v.string(),
  name: v.string(),
  /** Empty where it was deleted, or is files alone. */
  text: v.string(),
  files: v.optional(v.array(chatFileSchema), []),
  at: v.number(),
  /** The `seq` of the last event that made it what it is: of two copies, the one with the higher is right. */
  version: v.number(),
  /** How often it was edited. */
  revision: v.number(),
  deleted: v.boolean(),
  replyTo: v.nullable(v.object({ messageId: v.string(), seq: v.number(), name: v.string() })),
  /** In the order in which they were first given. */
  reactions: v.array(
    v.object({ reaction: v.string(), by: v.array(v.object({ authorId: v.string(), name: v.string() })) }),
  ),
});
export type ChatMessage = v.InferOutput<typeof chatMessageSchema>;

/** The room's answer to a message that is stored. */
export const chatStoredSchema = v.object({ seq: v.number(), at: v.number() });

/** To the room: let me read the chat of former times, over HTTP. */
export const chatPassSchema = v.object({});

/** The room's answer: a token for `GET /api/chat/:roomId`, good for `expiresIn` seconds. */
export const chatPassGivenSchema = v.object({ token: v.string(), expiresIn: v.number() });
export type ChatPass = v.InferOutput<typeof chatPassGivenSchema>;
