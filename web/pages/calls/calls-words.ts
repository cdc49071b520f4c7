import type { CallList } from "../../../protocol/user/calls.ts";

/** What is said of calls between friends. */
export const CALL_WORDS = {
  calls: (name: string) => `${name} is calling`,
  calling: (name: string) => `Calling ${name}…`,
  accept: "Accept",
  decline: "Decline",
  cancel: "Cancel",
  dismiss: "Dismiss",
  call: "Call",
  callPerson: (name: string) => `Call ${name}`,
  callBack: "Call back",
  callBackPerson: (name: string) => `Call ${name} back`,
  ended: {
    declined: (name: string) => `${name} cannot talk now.`,
    missed: (name: string) => `${name} did not answer.`,
    missedFrom: (name: string) => `You missed a call from ${name}.`,
  },
  recent: "Recent calls",
  earlier: (count: number) => `Earlier calls (${count})`,
  made: { accepted: "You called", missed: "Not answered", declined: "Declined" },
  received: { accepted: "Called you", missed: "Missed", declined: "You declined" },
} as const satisfies {
  made: Record<CallList["calls"][number]["outcome"], string>;
  received: Record<CallList["calls"][number]["outcome"], string>;
  [key: string]: unknown;
};
