import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { pictureSchema } from "../pictures.ts";
import { nameSchema } from "../text.ts";
import { videoCodecSchema } from "../video-codecs.ts";
import { producerSchema } from "./producers.ts";

export const roleSchema = v.picklist(["owner", "moderator", "participant", "viewer"]);
export type Role = v.InferOutput<typeof roleSchema>;

/** Who a page is to the others in an encrypted room. The room passes it on and can make nothing of it. */
export const identitySchema = v.pipe(v.string(), v.maxLength(LIMITS.identityChars), v.regex(/^[\w-]+$/));

/** A participant as the others see them. */
export const participantSchema = v.object({
  id: v.string(),
  name: v.string(),
  /** The id of their picture, where they have one and are known. */
  picture: v.optional(pictureSchema, null),
  role: roleSchema,
  /** False while the socket is lost and the participant may still come back. */
  connected: v.boolean(),
  /** The video codecs that it can be sent, the best first. */
  decodes: v.array(videoCodecSchema),
  /** Null where the page gave none. */
  identity: v.nullable(v.string()),
  /** Since when the hand is raised, in milliseconds since 1970; null where it is not. */
  hand: v.nullable(v.number()),
  /** Their page records the call. */
  recording: v.optional(v.boolean(), false),
  producers: v.array(producerSchema),
});
export type Participant = v.InferOutput<typeof participantSchema>;

/** To the room: goodbye, at once and for good. */
export const leaveSchema = v.object({});

/** To the room: take another name. */
export const renameSchema = v.object({ name: nameSchema });

/** To the room: give somebody another role. The owner's never changes this way. */
export const setRoleSchema = v.object({
  participantId: uuidSchema,
  role: v.picklist(["moderator", "participant", "viewer"]),
});
