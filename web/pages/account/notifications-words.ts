/** What the account's part about notifications says. */
export const NOTIFICATION_WORDS = {
  title: "Notifications",
  lead: "Nearcast can tell you what happens while no page of it is open.",
  here: "Notify me in this browser",
  impossible: "This browser cannot be notified.",
  blocked: "Notifications are blocked for this page. Allow them with the icon beside the address.",
  failed: "This browser’s push service did not answer. Try again later.",
  calls: "Calls from friends",
  mentions: "Mentions",
  mentionsHint: (handle: string) => `When somebody writes @${handle} in a room where you have been.`,
  quiet: "Quiet hours",
  quietHint: (timeZone: string) => `You hear of nothing in them. Times are those of ${timeZone}.`,
  from: "From",
  to: "To",
} as const;
