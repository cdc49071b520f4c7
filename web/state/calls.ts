import { signal } from "@preact/signals";
import { FRIEND_PATHS } from "../../protocol/friends.ts";
import {
  type CallList,
  type CallOver,
  type Calls,
  calledSchema,
  callListSchema,
} from "../../protocol/user/calls.ts";
import { randomUuid } from "../call/uuid.ts";
import { account } from "./remembered-account.ts";
import { request } from "./request.ts";

const NOBODY: Calls = { incoming: [], outgoing: [] };

/** Who calls, and who is called, as of now. */
export const pendingCalls = signal<Calls>(NOBODY);

/** What became of the last call, until it is dismissed. */
export const endedCall = signal<CallOver | null>(null);

const known = signal<{ userId: string; calls: CallList["calls"] } | null>(null);

/** The last calls of who is signed in, latest first; none until they are known. */
export function lastCalls(): CallList["calls"] {
  return known.value && known.value.userId === account.value?.id ? known.value.calls : [];
}

/** Asks for the last calls. */
export async function loadCalls(): Promise<void> {
  const userId = account.value?.id;
  const answer = await request("GET", FRIEND_PATHS.calls, undefined, callListSchema);
  if (answer.kind === "ok" && userId !== undefined) known.value = { userId, calls: answer.value.calls };
}

/** The list may be another one now: asks for it where somebody has looked at it. */
export function refreshCalls(): void {
  if (known.value) void loadCalls();
}

/** Notes how a call ended. */
export function noteCallEnd(over: CallOver): void {
  endedCall.value = over;
  const { callId, end } = over;
  if (!known.value || end === "cancelled") return;
  const calls = known.value.calls.map((call) => (call.id === callId ? { ...call, outcome: end } : call));
  known.value = { ...known.value, calls };
}

/** Has a friend's pages ring. Answers the room in which the two meet. */
export const callFriend = (id: string) =>
  request("POST", FRIEND_PATHS.call(id), { callId: randomUuid() }, calledSchema);

/** Nothing is known of who calls: the connection is lost, or somebody else is signed in. */
export function forgetPendingCalls(): void {
  pendingCalls.value = NOBODY;
}
