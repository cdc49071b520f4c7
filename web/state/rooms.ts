import * as v from "valibot";
import { ACCOUNT_PATHS, type RoomList, roomListSchema } from "../../protocol/account.ts";
import { PATHS } from "../../protocol/api.ts";
import { type Answer, request } from "./request.ts";

const nothingSchema = v.object({});

/** The rooms of who is signed in: their own, and those that they opened. */
export function listRooms(): Promise<Answer<RoomList>> {
  return request("GET", ACCOUNT_PATHS.rooms, undefined, roomListSchema);
}

/** Takes a room of somebody else's out of that list. */
export function forgetVisit(slug: string): Promise<Answer<unknown>> {
  return request("DELETE", ACCOUNT_PATHS.room(slug), {}, nothingSchema);
}

/** Gives one's room another address. */
export function changeSlug(slug: string, next: string): Promise<Answer<unknown>> {
  return request("PATCH", PATHS.room(slug), { slug: next }, nothingSchema);
}

/** Deletes one's room, with its chat. */
export function deleteRoom(slug: string): Promise<Answer<unknown>> {
  return request("DELETE", PATHS.room(slug), {}, nothingSchema);
}
