import type { CallList } from "../../../protocol/user/calls.ts";
import { t } from "../../language/translate.ts";

/** What is said of calls between friends. */
export const CALL_WORDS = {
  calls: (name: string) => t("{name} is calling", { name }),
  calling: (name: string) => t("Calling {name}…", { name }),
  accept: t("Accept"),
  decline: t("Decline"),
  cancel: t("Cancel"),
  dismiss: t("Dismiss"),
  call: t("Call"),
  callPerson: (name: string) => t("Call {name}", { name }),
  callBack: t("Call back"),
  callBackPerson: (name: string) => t("Call {name} back", { name }),
  ended: {
    declined: (name: string) => t("{name} cannot talk now.", { name }),
    missed: (name: string) => t("{name} did not answer.", { name }),
    missedFrom: (name: string) => t("You missed a call from {name}.", { name }),
  },
  recent: t("Recent calls"),
  earlier: (count: number) => t("Earlier calls ({count})", { count }),
  made: { accepted: t("You called"), missed: t("Not answered"), declined: t("Declined") },
  received: { accepted: t("Called you"), missed: t("Missed"), declined: t("You declined") },
} as const satisfies {
  made: Record<CallList["calls"][number]["outcome"], string>;
  received: Record<CallList["calls"][number]["outcome"], string>;
  [key: string]: unknown;
};
