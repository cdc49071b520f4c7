import * as v from "valibot";
import { uuidSchema } from "../ids.ts";

/** To the room: this person is out, with all their tabs. They may come back as anybody may who was not in yet. */
export const kickSchema = v.object({ participantId: uuidSchema });

/** To the room: this person is out and stays out; it may also be somebody who waits at the door. */
export const banSchema = v.object({ participantId: uuidSchema });

/** To the room: that ban is over. `authorId` is whom it is about. */
export const unbanSchema = v.object({ authorId: uuidSchema });

/** To the room: who is banned? */
export const listBansSchema = v.object({});

/** Somebody who is banned, as moderators see it. `at` is in milliseconds since 1970. */
const bannedSchema = v.object({
  authorId: v.string(),
  name: v.string(),
  /** The name of who did it. */
  by: v.string(),
  at: v.number(),
});
export type Banned = v.InferOutput<typeof bannedSchema>;

/** The room's answer, latest first. */
export const bansSchema = v.object({ bans: v.array(bannedSchema) });

/** To the room: it is this person's from now on, and I am a moderator. */
export const handOverSchema = v.object({ participantId: uuidSchema });
