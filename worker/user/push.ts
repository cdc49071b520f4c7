import { buildPushPayload } from "@block65/webcrypto-web-push";
import { TIMES } from "../../protocol/limits.ts";
import type { Notification, NotificationSettings } from "../../protocol/user/notifications.ts";
import type { VapidKeys } from "../auth/vapid.ts";
import { database } from "../db/client.ts";
import { deleteSubscriptions, findSubscriptions, type Subscription } from "../db/notifications.ts";
import { type Env, readConfig } from "../env.ts";
import { errorText, log } from "../log.ts";
import { isQuiet } from "./quiet-hours.ts";

/** A push service knows a subscription no more (RFC 8030, section 7.3; Chrome's and Apple's answer 410). */
const GONE = [404, 410];

/**
 * Tells the browsers of somebody, as far as they want to hear it now: encrypted (RFC 8291), in the name of this edge (VAPID, RFC
 * 8292). Those that are no more are forgotten; what fails otherwise is logged.
 */
export async function push(env: Env, userId: string, notification: Notification): Promise<void> {
  const config = readConfig(env);
  if (!config.vapid) return;
  const { vapid } = config;
  const sql = database(config);
  try {
    const { settings, subscriptions } = await findSubscriptions(sql, userId, Date.now());
    if (!isWanted(settings, notification) || isQuiet(settings, Date.now())) return;
    const results = await Promise.all(subscriptions.map((one) => send(one, notification, vapid)));
    const gone = subscriptions.filter((_, index) => results[index] === "gone");
    if (gone.length > 0)
      await deleteSubscriptions(
        sql,
        gone.map(({ id }) => id),
      );
  } catch (error) {
    log({ event: "push-failed", userId, error: errorText(error) });
  }
}

async function send(
  { endpoint, keys }: Subscription,
  notification: Notification,
  vapid: VapidKeys,
): Promise<"sent" | "gone" | "failed"> {
  const host = new URL(endpoint).hostname;
  try {
    const message = { data: notification, options: optionsOf(notification) };
    const request = await buildPushPayload(message, { endpoint, keys, expirationTime: null }, vapid);
    const signal = AbortSignal.timeout(TIMES.pushTimeoutMs);
    const response = await fetch(endpoint, { ...request, redirect: "manual", signal });
    await response.body?.cancel();
    if (GONE.includes(response.status)) return "gone";
    if (response.ok) return "sent";
    log({ event: "push-refused", host, status: response.status });
  } catch (error) {
    log({ event: "push-failed", host, error: errorText(error) });
  }
  return "failed";
}

function isWanted(settings: NotificationSettings, { kind }: Notification): boolean {
  return kind === "mention" ? settings.mentions : settings.calls;
}

/** How long it is kept for a browser that is off, and how soon one that sleeps is to be woken. What follows on it takes its place. */
function optionsOf(notification: Notification) {
  const id = notification.kind === "mention" ? notification.messageId : notification.callId;
  // At most 32 characters (RFC 8030, section 5.4): a UUID without its hyphens.
  const topic = id.replaceAll("-", "");
  return notification.kind === "call"
    ? ({ topic, ttl: Math.ceil(TIMES.ringMs / 1000), urgency: "high" } as const)
    : ({ topic, ttl: TIMES.newsSeconds, urgency: "normal" } as const);
}
