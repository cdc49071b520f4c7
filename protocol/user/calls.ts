import * as v from "valibot";
import { uuidSchema } from "../ids.ts";
import { pictureSchema } from "../pictures.ts";
import { openRoomSchema } from "./presence.ts";

/** `POST /api/friends/:id/call`: has a friend's pages ring. The call's id is the page's own. */
export const callFriendSchema = v.object({ callId: uuidSchema });

/** Its answer: where to wait for them. It is the same room as the last time. */
export const calledSchema = v.object({ room: openRoomSchema });

/** A call that nobody has answered yet: the other one, by the friendship's id and their name, and where it will be. */
const callSchema = v.object({
  callId: uuidSchema,
  friend: uuidSchema,
  name: v.string(),
  picture: pictureSchema,
  room: openRoomSchema,
});

/** To a page: who calls, and who is called, whenever that changes. */
export const callsSchema = v.object({ incoming: v.array(callSchema), outgoing: v.array(callSchema) });
export type Calls = v.InferOutput<typeof callsSchema>;
export type Call = Calls["incoming"][number];

/** How a call ends: `missed` where nobody answered in time, `cancelled` where the caller thought better of it. */
const endSchema = v.picklist(["accepted", "declined", "missed", "cancelled"]);
export type CallEnd = v.InferOutput<typeof endSchema>;

/** To a page: a call is over, or goes on in its room. */
export const callOverSchema = v.object({ ...callSchema.entries, isOwn: v.boolean(), end: endSchema });
export type CallOver = v.InferOutput<typeof callOverSchema>;

/** To one's object: whoever calls is answered. */
export const answerCallSchema = v.object({ callId: uuidSchema, accept: v.boolean() });

/** To one's object: I call them no more. */
export const cancelCallSchema = v.object({ callId: uuidSchema });

/** `GET /api/friends/calls`: latest first. `friend` is what the friendship is called, where it is still one. */
export const callListSchema = v.object({
  calls: v.array(
    v.object({
      id: uuidSchema,
      isOwn: v.boolean(),
      name: v.string(),
      handle: v.string(),
      picture: pictureSchema,
      friend: v.nullable(uuidSchema),
      outcome: v.picklist(["missed", "accepted", "declined"]),
      /** In milliseconds since 1970. */
      at: v.number(),
    }),
  ),
});
export type CallList = v.InferOutput<typeof callListSchema>;
