import * as v from "valibot";
import type { MessageOf, Registry } from "../frame.ts";
import { answerCallSchema, callOverSchema, callsSchema, cancelCallSchema } from "./calls.ts";
import { friendPresenceSchema, friendPresencesSchema, hereSchema } from "./presence.ts";

/** Where a page's socket to the object of who is signed in is. */
export const USER_SOCKET_PATH = "/api/user/socket";

/** From a page to one's object. */
export const TO_USER = {
  here: hereSchema,
  "answer-call": answerCallSchema,
  "cancel-call": cancelCallSchema,
} as const satisfies Registry;
export type ToUser = MessageOf<typeof TO_USER>;

/** From one's object to a page. */
export const FROM_USER = {
  presence: friendPresenceSchema,
  presences: friendPresencesSchema,
  calls: callsSchema,
  "call-over": callOverSchema,
  /** Who is a friend, or what a friend is called, has changed: it is worth asking again. */
  "friends-changed": v.object({}),
} as const satisfies Registry;
export type FromUser = MessageOf<typeof FROM_USER>;
