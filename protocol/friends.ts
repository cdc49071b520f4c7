import * as v from "valibot";
import { handleSchema } from "./account.ts";
import { uuidSchema } from "./ids.ts";
import { pictureSchema } from "./pictures.ts";

/** `POST /api/friends`: asks who has this handle. Whether somebody has it, and whether they hear of it, is not answered. */
export const askFriendSchema = v.object({ handle: handleSchema });

const personSchema = v.object({
  id: uuidSchema,
  handle: v.string(),
  name: v.string(),
  picture: pictureSchema,
});

/**
 * `GET /api/friends`. An `id` names what is between two people, and is the same for both; it says nothing of either. What
 * one has asked for oneself has no more than the handle, whoever has it.
 */
export const friendListSchema = v.object({
  friends: v.array(v.object({ ...personSchema.entries, status: v.string() })),
  /** Who has asked, latest first. */
  incoming: v.array(personSchema),
  /** Whom one has asked, latest first. */
  outgoing: v.array(v.object({ handle: v.string() })),
  blocked: v.array(personSchema),
});
export type FriendList = v.InferOutput<typeof friendListSchema>;

/** Where all of this is. */
export const FRIEND_PATHS = {
  friends: "/api/friends",
  /** `DELETE`: refuses a request, or ends a friendship. */
  friend: (id: string) => `/api/friends/${id}`,
  /** `POST`: says yes to a request. */
  accept: (id: string) => `/api/friends/${id}/accept`,
  /** `POST`: calls a friend. */
  call: (id: string) => `/api/friends/${id}/call`,
  /** `GET`: the last calls from and to one. */
  calls: "/api/friends/calls",
  /** `POST`: blocks who has asked, or is a friend. */
  block: (id: string) => `/api/friends/${id}/block`,
  /** `DELETE`: takes a request of one's own back. */
  request: (handle: string) => `/api/friends/requests/${handle}`,
  /** `DELETE`: ends a block. */
  blocked: (id: string) => `/api/friends/blocked/${id}`,
} as const;
