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
import { ownList } from "./own-list.ts";
import { request } from "./request.ts";

const NOBODY: Calls = { incoming: [], outgoing: [] };

/** Who calls, and who is called, as of now. */
export const pendingCalls = signal<Calls>(NOBODY);

/** What became of the last call, until it is dismissed. */
export const endedCall = signal<CallOver | null>(null);

type LastCall = CallList["calls"][number];

const list = ownList(() => request("GET", FRIEND_PATHS.calls, undefined, callListSchema));
/** How calls ended, as this page heard: that is told before it is in the list. */
const heard = signal<ReadonlyMap<string, LastCall["outcome"]>>(new Map());

/** The last calls of who is signed in, latest first; none until they are known. */
export function lastCalls(): LastCall[] {
  const calls = list.current()?.calls ?? [];
  return calls.map((call) => ({ ...call, outcome: heard.value.get(call.id) ?? call.outcome }));
}

/** Asks for the last calls. */
export const loadCalls = list.load;

/** They may be others now. */
export const refreshCalls = list.refresh;

/** Notes how a call ended. */
export function noteCallEnd(over: CallOver): void {
  endedCall.value = over;
  const { callId, end } = over;
  if (end !== "cancelled") heard.value = new Map(heard.value).set(callId, end);
}

/** Has a friend's pages ring. Answers the room in which the two meet. */
export const callFriend = (id: string) =>
  request("POST", FRIEND_PATHS.call(id), { callId: randomUuid() }, calledSchema);

/** Nothing is known of who calls: the connection is lost, or somebody else is signed in. */
export function forgetPendingCalls(): void {
  pendingCalls.value = NOBODY;
}
