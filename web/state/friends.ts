import * as v from "valibot";
import { FRIEND_PATHS, type FriendList, friendListSchema } from "../../protocol/friends.ts";
import { ownList } from "./own-list.ts";
import { type Answer, request } from "./request.ts";

const nothingSchema = v.object({});
const list = ownList(() => request("GET", FRIEND_PATHS.friends, undefined, friendListSchema));

/** Whom the person knows; null until it is known. */
export const friendList: () => FriendList | null = list.current;

/** Asks for whom the person knows. */
export const loadFriends = list.load;

/** They may be others now. */
export const refreshFriends = list.refresh;

/** Asks somebody, or says yes where they have asked. */
export const askFriend = (handle: string) =>
  change(request("POST", FRIEND_PATHS.friends, { handle }, nothingSchema));

/** Says yes to who has asked. */
export const acceptFriend = (id: string) =>
  change(request("POST", FRIEND_PATHS.accept(id), {}, nothingSchema));

/** Refuses who has asked, or ends a friendship. */
export const removeFriend = (id: string) =>
  change(request("DELETE", FRIEND_PATHS.friend(id), {}, nothingSchema));

/** Wants to hear no more of who has asked, or is a friend. */
export const blockFriend = (id: string) => change(request("POST", FRIEND_PATHS.block(id), {}, nothingSchema));

/** Takes back what one has asked. */
export const takeBackRequest = (handle: string) =>
  change(request("DELETE", FRIEND_PATHS.request(handle), {}, nothingSchema));

/** Ends a block. */
export const endBlock = (id: string) =>
  change(request("DELETE", FRIEND_PATHS.blocked(id), {}, nothingSchema));

/** What somebody typed, as a handle is written: people write them with an @, and phones with a capital. */
export function handleIn(text: string): string {
  return text.trim().replace(/^@/, "").toLowerCase();
}

/** The list is asked for again whatever came of it: where something is not there any more, it says so. */
async function change(answer: Promise<Answer<unknown>>): Promise<Answer<unknown>> {
  const result = await answer;
  await loadFriends();
  return result;
}
