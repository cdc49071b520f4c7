import { signal } from "@preact/signals";
import * as v from "valibot";
import { FRIEND_PATHS, type FriendList, friendListSchema } from "../../protocol/friends.ts";
import { account } from "./remembered-account.ts";
import { type Answer, request } from "./request.ts";

const nothingSchema = v.object({});
const known = signal<{ userId: string; list: FriendList } | null>(null);

/** Whom the person knows, as it was told last: it is there at once when they come back to it. Null until it is known. */
export function friendList(): FriendList | null {
  return known.value && known.value.userId === account.value?.id ? known.value.list : null;
}

let loading: Promise<Answer<unknown>> | null = null;
/** Whether the list has changed since it was asked for. */
let isStale = false;

/** Asks for the list; what is being answered may be old already, so it is asked for again then. */
export function loadFriends(): Promise<Answer<unknown>> {
  isStale = true;
  loading ??= loadFresh().finally(() => {
    loading = null;
  });
  return loading;
}

/** The list may be another one now: asks for it where somebody has looked at it. */
export function refreshFriends(): void {
  if (loading || friendList()) void loadFriends();
}

async function loadFresh(): Promise<Answer<unknown>> {
  for (;;) {
    isStale = false;
    const userId = account.value?.id;
    const answer = await request("GET", FRIEND_PATHS.friends, undefined, friendListSchema);
    if (answer.kind === "ok" && userId !== undefined) known.value = { userId, list: answer.value };
    if (!isStale) return answer;
  }
}

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
