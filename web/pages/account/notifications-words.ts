import { t } from "../../language/translate.ts";
/** What the account's part about notifications says. */
export const NOTIFICATION_WORDS = {
  title: t("Notifications"),
  lead: t("Nearcast can tell you what happens while no page of it is open."),
  here: t("Notify me in this browser"),
  impossible: t("This browser cannot be notified."),
  blocked: t("Notifications are blocked for this page. Allow them with the icon beside the address."),
  failed: t("This browser’s push service did not answer. Try again later."),
  calls: t("Calls from friends"),
  mentions: t("Mentions"),
  mentionsHint: (handle: string) =>
    t("When somebody writes @{handle} in a room where you have been.", { handle }),
  quiet: t("Quiet hours"),
  quietHint: (timeZone: string) =>
    t("You hear of nothing in them. Times are those of {timeZone}.", { timeZone }),
  from: t("From"),
  to: t("To"),
} as const;
