import * as v from "valibot";
import { seqSchema } from "../ids.ts";

/** To the room: I am writing something, or no longer. Said again every few seconds for as long as it is so. */
export const setTypingSchema = v.object({ on: v.boolean() });

/** To a page: somebody else is writing, or no longer. It is not numbered, and the room does not keep it. */
export const typingSchema = v.object({ participantId: v.string(), on: v.boolean() });
export type Typing = v.InferOutput<typeof typingSchema>;

/** To the room: I have read all up to this place in its order. */
export const markReadSchema = v.object({ seq: seqSchema });

/** Up to where somebody has read, in all their visits together. */
const readMarkSchema = v.object({ authorId: v.string(), name: v.string(), seq: v.number() });
export type ReadMark = v.InferOutput<typeof readMarkSchema>;

/** How far people have read, as far as that reaches into the chat's tail. */
export const readMarkListSchema = v.array(readMarkSchema);

/** To a page: these people have read on. It is not numbered: a page that comes back is told all of them. */
export const readMarksSchema = v.object({ marks: readMarkListSchema });
