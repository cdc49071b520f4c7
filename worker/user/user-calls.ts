import type { CallEnd } from "../../protocol/user/calls.ts";
import type { FromUser } from "../../protocol/user/messages.ts";
import { callOf, callsMessage, firstDue, type PendingCall, withCall } from "./calls.ts";

interface UserCallsLinks {
  readonly kv: SyncKvStorage;
  /** Tells all pages of the person. */
  tell(message: FromUser): void;
  /** Has the other one's object hear how it ended. */
  tellOther(otherId: string, callId: string, end: CallEnd): void;
  /** It is over. */
  ended(call: PendingCall, end: CallEnd): void;
  /** Has it noted how this person answered. */
  record(callId: string, answer: "accepted" | "declined"): void;
}

/** Who calls somebody, and whom they call: it rings on all of their pages until it is answered on one of them. */
export class UserCalls {
  readonly #links: UserCallsLinks;
  #calls: readonly PendingCall[];

  constructor(links: UserCallsLinks) {
    this.#links = links;
    this.#calls = links.kv.get<PendingCall[]>("calls") ?? [];
  }

  /** When the next one has rung long enough. */
  get due(): number | null {
    return firstDue(this.#calls);
  }

  /** What pages are told. One that has just opened knows of none. */
  get told(): FromUser {
    return callsMessage(this.#calls);
  }

  /** A call begins. Answers whether it rings. */
  begin(call: PendingCall): boolean {
    const calls = withCall(this.#calls, call);
    if (calls) this.#keep(calls);
    return calls !== null;
  }

  /** This person answers whoever calls. */
  answer(callId: string, accept: boolean): void {
    const call = this.#calls.find((one) => one.callId === callId && !one.isOwn);
    if (!call) return;
    const end = accept ? "accepted" : "declined";
    this.#end(call, end);
    this.#links.tellOther(call.otherId, callId, end);
    this.#links.record(callId, end);
  }

  /** This person calls no more: just this one, or nobody. */
  cancel(callId?: string): void {
    for (const call of this.#calls.filter((one) => one.isOwn && (callId ?? one.callId) === one.callId)) {
      this.#end(call, "cancelled");
      this.#links.tellOther(call.otherId, call.callId, "cancelled");
    }
  }

  /** The other one's object says how it ended. */
  hear(callId: string, end: CallEnd): void {
    const call = this.#calls.find((one) => one.callId === callId);
    if (call) this.#end(call, end);
  }

  /** Ends what has rung long enough. The other one's object sees that by itself. */
  expire(now: number): void {
    for (const call of this.#calls.filter(({ until }) => until <= now)) this.#end(call, "missed");
  }

  /** Somebody is a friend no more. */
  forget(userId: string): void {
    for (const call of this.#calls.filter(({ otherId }) => otherId === userId)) this.#end(call, "cancelled");
  }

  /** Nothing of it is kept. */
  clear(): void {
    this.#calls = [];
  }

  #end(call: PendingCall, end: CallEnd): void {
    this.#links.tell({ type: "call-over", ...callOf(call), isOwn: call.isOwn, end });
    this.#keep(this.#calls.filter((one) => one !== call));
    this.#links.ended(call, end);
  }

  #keep(calls: readonly PendingCall[]): void {
    this.#calls = calls;
    this.#links.kv.put("calls", calls);
    this.#links.tell(this.told);
  }
}
