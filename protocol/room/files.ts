import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { fileNameSchema } from "../text.ts";

/** Types of files that are shown as pictures. All others are saved by who wants to see them. */
const PICTURE_TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

const side = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LIMITS.pictureSide));

/** Width and height in pixels. */
const sizeSchema = v.object({ width: side, height: side });

/** To the room: I want to send a file with a message. `size` is that of a picture, so that others keep room for it. */
export const attachSchema = v.object({
  name: fileNameSchema,
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  size: v.optional(sizeSchema),
});

/** The room's answer: a token for one `PUT /api/files/:roomId/:fileId` of so many bytes, good for `expiresIn` seconds. */
export const attachGivenSchema = v.object({ fileId: v.string(), token: v.string(), expiresIn: v.number() });
export type AttachGiven = v.InferOutput<typeof attachGivenSchema>;

/** The ids of files that go with a message, in the order in which they are shown. */
export const fileIdsSchema = v.pipe(v.array(uuidSchema), v.maxLength(LIMITS.filesPerMessage));

/** A file that was sent with a message. Its type is what its content says, not its name. */
export const chatFileSchema = v.object({
  fileId: v.string(),
  name: v.string(),
  type: v.string(),
  bytes: v.number(),
  size: v.nullable(sizeSchema),
});
export type ChatFile = v.InferOutput<typeof chatFileSchema>;

/** Whether a file is shown as a picture. */
export function isPicture({ type }: Pick<ChatFile, "type">): boolean {
  return (PICTURE_TYPES as readonly string[]).includes(type);
}
