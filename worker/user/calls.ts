import { LIMITS } from "../../protocol/limits.ts";
import type { Call, Calls } from "../../protocol/user/calls.ts";
import { earliest } from "../earliest.ts";

/** A call as the object of one of the two keeps it. */
export interface PendingCall extends Call {
  /** Whose call it is. */
  readonly isOwn: boolean;
  readonly otherId: string;
  /** The person has been told by their browsers, as no page of theirs was looked at. */
  readonly notified: boolean;
  /** When it has rung long enough, in milliseconds since 1970. */
  readonly until: number;
}

/** The calls with another one. Null where it is among them, or where as many ring as may. */
export function withCall(calls: readonly PendingCall[], call: PendingCall): PendingCall[] | null {
  if (calls.some(({ callId }) => callId === call.callId)) return null;
  const alike = calls.filter(({ isOwn }) => isOwn === call.isOwn);
  return alike.length < LIMITS.ringsAtOnce ? [...calls, call] : null;
}

/** When the first of them has rung long enough; null where there is none. */
export function firstDue(calls: readonly PendingCall[]): number | null {
  return earliest(calls.map(({ until }) => until));
}

/** What pages are told of them. */
export function callsMessage(calls: readonly PendingCall[]): Calls & { type: "calls" } {
  const told = (own: boolean) => calls.filter(({ isOwn }) => isOwn === own).map(callOf);
  return { type: "calls", incoming: told(false), outgoing: told(true) };
}

/** A call as pages see it: the other one's account stays inside. */
export function callOf({ callId, friend, name, picture, room }: PendingCall): Call {
  return { callId, friend, name, picture, room };
}
