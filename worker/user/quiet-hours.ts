import type { NotificationSettings } from "../../protocol/user/notifications.ts";

/** Whether somebody wants to hear nothing at `now`, in milliseconds since 1970. */
export function isQuiet({ quiet }: NotificationSettings, now: number): boolean {
  if (!quiet) return false;
  const { from, to, timeZone } = quiet;
  const minute = minuteOfDay(now, timeZone);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** The minutes since midnight, as clocks show it there. */
function minuteOfDay(now: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  return (parts.get("hour") ?? 0) * 60 + (parts.get("minute") ?? 0);
}
