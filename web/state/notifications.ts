import { signal } from "@preact/signals";
import * as v from "valibot";
import {
  NOTIFICATION_PATHS,
  type NotificationSettings,
  type Notifications,
  notificationsSchema,
} from "../../protocol/user/notifications.ts";
import { type Answer, request } from "./request.ts";
import { startServiceWorker } from "./service-worker.ts";

const nothingSchema = v.object({});

/** What is so in this browser. `impossible`: it cannot be told anything; `blocked`: the person has refused that. */
export type BrowserNotifications = "on" | "off" | "blocked" | "impossible";

/** What somebody hears of while no page is open; null until it is known. */
export const notifications = signal<Notifications | null>(null);

/** Whether this browser is told; null until it is known. */
export const here = signal<BrowserNotifications | null>(null);

/** Asks for both. */
export async function loadNotifications(): Promise<Answer<unknown>> {
  const answer = await request("GET", NOTIFICATION_PATHS.notifications, undefined, notificationsSchema);
  if (answer.kind === "error") return answer;
  notifications.value = answer.value;
  kept = answer.value.settings;
  const subscription = await findSubscription();
  here.value =
    !canBeTold() || answer.value.applicationServerKey === null ? "impossible" : stateOf(subscription);
  if (here.value !== "on" || !subscription) return answer;
  // The page may speak another language than when it began.
  void startServiceWorker();
  // The edge may have forgotten it: the sign-in was another one, or the push service was away.
  return tell(subscription);
}

/** Changes what one wants to hear of: shown at once, and taken back where the edge does not keep it. Nothing before it was loaded. */
export function changeNotifications(change: Partial<NotificationSettings>): Promise<Answer<unknown> | null> {
  show(change);
  // One after the other: of two on their way at once the former may come last.
  const stored = storing.then(store);
  storing = stored;
  return stored;
}

let storing: Promise<unknown> = Promise.resolve();
/** What the edge has. */
let kept: NotificationSettings | null = null;

function show(change: Partial<NotificationSettings>): void {
  const { value } = notifications;
  if (value) notifications.value = { ...value, settings: { ...value.settings, ...change } };
}

async function store(): Promise<Answer<unknown> | null> {
  const settings = notifications.peek()?.settings;
  if (settings === undefined) return null;
  const answer = await request("PUT", NOTIFICATION_PATHS.notifications, settings, nothingSchema);
  if (answer.kind === "ok") kept = settings;
  else if (kept) show(kept);
  return answer;
}

/** Has this browser told, for which it asks the person. Null where they refused. */
export async function startNotifications(): Promise<Answer<unknown> | null> {
  const key = notifications.value?.applicationServerKey;
  if (!key) return null;
  if ((await Notification.requestPermission()) !== "granted") {
    here.value = stateOf(null);
    return null;
  }
  const registration = await startServiceWorker();
  if (!registration) return null;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = await registration.pushManager.subscribe(options);
  const answer = await tell(subscription);
  if (answer.kind === "ok") here.value = "on";
  return answer;
}

/** Has this browser left alone. */
export async function stopNotifications(): Promise<Answer<unknown> | null> {
  const subscription = await findSubscription();
  here.value = "off";
  if (!subscription) return null;
  const { endpoint } = subscription;
  await subscription.unsubscribe();
  return request("DELETE", NOTIFICATION_PATHS.subscriptions, { endpoint }, nothingSchema);
}

function tell(subscription: PushSubscription): Promise<Answer<unknown>> {
  const { endpoint, keys } = subscription.toJSON();
  return request("POST", NOTIFICATION_PATHS.subscriptions, { endpoint, keys }, nothingSchema);
}

function canBeTold(): boolean {
  return "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
}

function stateOf(subscription: PushSubscription | null): BrowserNotifications {
  if (Notification.permission === "denied") return "blocked";
  return subscription && Notification.permission === "granted" ? "on" : "off";
}

async function findSubscription(): Promise<PushSubscription | null> {
  if (!canBeTold()) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}
