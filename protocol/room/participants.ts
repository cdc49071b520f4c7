import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { nameSchema } from "../text.ts";
import { videoCodecSchema } from "../video-codecs.ts";
import { producerSchema } from "./producers.ts";

export const roleSchema = v.picklist(["owner", "moderator", "participant", "viewer"]);
export type Role = v.InferOutput<typeof roleSchema>;

/** A participant as the others see them. */
export const participantSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: roleSchema,
  /** False while the socket is lost and the participant may still come back. */
  connected: v.boolean(),
  /** The video codecs that it can be sent, the best first. */
  decodes: v.array(videoCodecSchema),
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
