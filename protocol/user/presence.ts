import * as v from "valibot";
import { slugSchema, uuidSchema } from "../ids.ts";
import { titleSchema } from "../text.ts";

/** A room that others can be asked into. */
export const openRoomSchema = v.object({ slug: slugSchema, title: titleSchema });

/**
 * To one's object: how it is with the person in this page. `call.room` is null where the room is not for others to come to: an
 * encrypted one, whose address alone opens nothing.
 */
export const hereSchema = v.object({
  away: v.boolean(),
  call: v.nullable(v.object({ room: v.nullable(openRoomSchema) })),
});
export type Here = v.InferOutput<typeof hereSchema>;

/** How it is with somebody, as their friends see it. */
const presenceSchema = v.variant("kind", [
  v.object({ kind: v.picklist(["offline", "online", "away"]) }),
  /** `room` where they let their friends come. */
  v.object({ kind: v.literal("in-call"), room: v.nullable(openRoomSchema) }),
]);
export type Presence = v.InferOutput<typeof presenceSchema>;

/** To a page: how it is with one friend, named by the id of the friendship; */
export const friendPresenceSchema = v.object({ friend: uuidSchema, presence: presenceSchema });

/** and with all of them. Who is not in it is offline. */
export const friendPresencesSchema = v.object({ friends: v.array(friendPresenceSchema) });
