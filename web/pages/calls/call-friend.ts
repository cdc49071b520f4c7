import { callFriend } from "../../state/calls.ts";
import { joinAtOnce } from "../../state/join-at-once.ts";
import { preferences } from "../../state/preferences.ts";
import { account } from "../../state/remembered-account.ts";
import type { Answer } from "../../state/request.ts";
import { navigate } from "../router.ts";

/** Calls a friend, and goes to where the two meet. */
export async function callAndJoin(friend: string): Promise<Answer<unknown>> {
  const answer = await callFriend(friend);
  if (answer.kind === "ok") meetIn(answer.value.room.slug);
  return answer;
}

/** Goes to a room and joins it at once, as the person did the last time. */
export function meetIn(slug: string): void {
  if (preferences.value.name || account.value?.name) joinAtOnce(slug);
  navigate(`/r/${slug}`);
}
