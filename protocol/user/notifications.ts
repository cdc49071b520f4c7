import * as v from "valibot";
import { LIMITS } from "../limits.ts";

const MINUTES_A_DAY = 24 * 60;
const minuteSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MINUTES_A_DAY - 1));

/** The time of a day in which somebody wants to hear of nothing, in minutes since midnight; over midnight where it ends earlier. */
const quietHoursSchema = v.object({
  from: minuteSchema,
  to: minuteSchema,
  /** As in the IANA's database, e.g. "Europe/Berlin". */
  timeZone: v.pipe(v.string(), v.maxLength(LIMITS.timeZoneChars), v.check(isTimeZone)),
});

/** `PUT /api/notifications`: what somebody wants to hear of while no page is open, on all of their devices. */
export const notificationSettingsSchema = v.object({
  calls: v.boolean(),
  mentions: v.boolean(),
  quiet: v.nullable(quietHoursSchema),
});
export type NotificationSettings = v.InferOutput<typeof notificationSettingsSchema>;

/** `GET /api/notifications`: that, and the key with which a browser subscribes; null where nothing can be sent. */
export const notificationsSchema = v.object({
  settings: notificationSettingsSchema,
  applicationServerKey: v.nullable(v.string()),
});
export type Notifications = v.InferOutput<typeof notificationsSchema>;

const base64urlBytes = (count: number) =>
  v.pipe(v.string(), v.regex(/^[\w-]+$/), v.length(Math.ceil((count * 8) / 6)));

/**
 * `POST /api/notifications/subscriptions`: where a browser is reached, as its `PushSubscription` says it: an address of the
 * browser's push service, a P-256 point without compression, and a secret of 16 bytes (RFC 8291, section 2).
 */
export const subscribeSchema = v.object({
  endpoint: v.pipe(v.string(), v.maxLength(LIMITS.pushEndpointChars), v.url(), v.check(isPushService)),
  keys: v.object({ p256dh: base64urlBytes(65), auth: base64urlBytes(16) }),
});
export type PushTarget = v.InferOutput<typeof subscribeSchema>;

/** `DELETE /api/notifications/subscriptions`: that browser is to be left alone. */
export const unsubscribeSchema = v.object({
  endpoint: v.pipe(v.string(), v.maxLength(LIMITS.pushEndpointChars)),
});

/** What a browser's service worker is sent: who it is about, and where it is. */
export type Notification = { readonly name: string; readonly slug: string } & (
  | { readonly kind: "call"; readonly callId: string }
  /** `missed`: nobody has answered the call. */
  | { readonly kind: "call-over"; readonly callId: string; readonly missed: boolean }
  | { readonly kind: "mention"; readonly messageId: string; readonly title: string }
);

/** Where all of this is. */
export const NOTIFICATION_PATHS = {
  notifications: "/api/notifications",
  subscriptions: "/api/notifications/subscriptions",
} as const;

/**
 * The push services of the browsers that there are: whoever could name any address would have the edge send requests there.
 * From each vendor's documentation: Google's FCM, Mozilla's autopush, Apple's and Microsoft's (WNS).
 */
const PUSH_SERVICES = [
  "fcm.googleapis.com",
  ".push.services.mozilla.com",
  ".push.apple.com",
  ".notify.windows.com",
] as const;

function isPushService(endpoint: string): boolean {
  // Neither a port nor a user: both would make it something else than it looks.
  const host = /^https:\/\/([a-z0-9.-]+)\//.exec(endpoint)?.[1];
  if (host === undefined) return false;
  return PUSH_SERVICES.some((known) => (known.startsWith(".") ? host.endsWith(known) : host === known));
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
