import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { REACTIONS } from "./chat.ts";

/** To the room: I want to say something, or no longer. */
export const raiseHandSchema = v.object({ raised: v.boolean() });

/** To the room: these people's hands go down. */
export const lowerHandsSchema = v.object({
  participantIds: v.pipe(v.array(uuidSchema), v.minLength(1), v.maxLength(LIMITS.participantsPerRoom)),
});

/** To the room: show this to everybody for a moment. Without an `id`, what comes too fast is dropped in silence. */
export const cheerSchema = v.object({ reaction: v.picklist(REACTIONS) });

/** To a page: somebody else shows this for a moment. It is not numbered, and the room does not keep it. */
export const cheeredSchema = v.object({ participantId: v.string(), reaction: v.picklist(REACTIONS) });
export type Cheered = v.InferOutput<typeof cheeredSchema>;
