import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";

/** To a page that wants to join: it waits at the door. The answer to its `join` comes when somebody has decided. */
export const waitingSchema = v.object({
  /** Whether anybody is in the room who may let it in. */
  attended: v.boolean(),
});

/** Somebody who waits, as those see it who may let them in. */
const waitingPersonSchema = v.object({
  id: v.string(),
  name: v.string(),
  isGuest: v.boolean(),
  /** They come from where somebody came from who is banned. It may well be somebody else: networks are shared. */
  resemblesBanned: v.boolean(),
});
export type WaitingPerson = v.InferOutput<typeof waitingPersonSchema>;

/** To the pages of those who may let people in: who waits, in the order in which they came; all of them. */
export const lobbyListSchema = v.object({ people: v.array(waitingPersonSchema) });

/** To the room: these may come in, or may not. Who does not wait any more is passed over. */
export const admitSchema = v.object({
  ids: v.pipe(v.array(uuidSchema), v.minLength(1), v.maxLength(LIMITS.waitingPerRoom)),
  admitted: v.boolean(),
});
