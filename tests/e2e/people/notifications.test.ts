import type { CDPSession, Locator } from "playwright-core";
import { expect, test, vi } from "vitest";
import type { Notification as News } from "../../../protocol/user/notifications.ts";
import { seriousFaults } from "../harness/axe.ts";
import { type Member, signUp } from "../harness/member.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

/** Chromium asks Google for a subscription, which is out of reach here: this one is made up. All else is the browser's own. */
const subscribeByItself = () => {
  let current: object | null = null;
  const subscription = {
    endpoint: "https://updates.push.services.mozilla.com/made-up",
    keys: { p256dh: "B".repeat(87), auth: "A".repeat(22) },
  };
  PushManager.prototype.subscribe = async () => {
    const toJSON = () => subscription;
    const unsubscribe = async () => {
      current = null;
      return true;
    };
    current = { ...subscription, toJSON, unsubscribe };
    return current as PushSubscription;
  };
  PushManager.prototype.getSubscription = async () => current as PushSubscription | null;
};

/** What a push service would have the browser's service worker hear. */
async function deliver(session: CDPSession, registrationId: string, news: News): Promise<void> {
  const data = JSON.stringify(news);
  await session.send("ServiceWorker.deliverPushMessage", { origin: scene.stack.url, registrationId, data });
}

/** What the browser shows, in the alphabet's order. */
const shown = ({ page }: Member): Promise<string[]> =>
  page.evaluate(async () => {
    const list = (await (await navigator.serviceWorker.ready).getNotifications()) ?? [];
    return list.map(({ title, data }) => `${title} ${data.path}`).sort();
  });

/** Somebody on the account page, in whose browser notifications are on. */
interface Notified extends Member {
  readonly section: Locator;
  /** Has its push service deliver the news until that is what is shown: at least once, as they promise, for at times one is lost. */
  shows(news: News, titles: readonly string[]): Promise<void>;
}

async function notified(): Promise<Notified> {
  const ada = await signUp(scene, "Ada");
  await ada.context.grantPermissions(["notifications"], { origin: scene.stack.url });
  await ada.context.addInitScript(subscribeByItself);
  const session = await ada.context.newCDPSession(ada.page);
  // What the page knows of its worker is not enough: before the browser itself says so, nothing is delivered.
  const activated = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
      const active = versions.find(({ status }) => status === "activated");
      if (active) resolve(active.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  await ada.page.goto(`${scene.stack.url}/account`);
  const section = ada.page.getByRole("region", { name: "Notifications" });
  await section.getByRole("switch", { name: "Notify me in this browser" }).click();
  await expect
    .poll(() => section.getByRole("switch", { name: "Notify me in this browser" }).isChecked())
    .toBe(true);
  const id = await activated;
  const shows = async (news: News, titles: readonly string[]) => {
    const once = async () => {
      await deliver(session, id, news);
      await expect.poll(() => shown(ada), { timeout: 2_000 }).toEqual(titles);
    };
    await vi.waitFor(once, { timeout: 15_000 });
  };
  return { ...ada, section, shows };
}

/** What of a service worker's own is needed here: its types and those of pages do not go together. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(url: string): Promise<null> };
  readonly WindowClient: { readonly prototype: { focus(this: { url: string }): Promise<unknown> } };
  readonly NotificationEvent: new (
    type: string,
    init: { notification: Notification },
  ) => Event & { waitUntil(promise: Promise<unknown>): void };
  dispatchEvent(event: Event): boolean;
}

/** What a click on the only notification that is shown has the service worker ask of the browser. */
interface Clicked {
  readonly focused: string[];
  readonly opened: string[];
  readonly left: number;
}

/**
 * Clicks the notification. Nothing lets a program click one of the system's, and only that lets a service worker open or focus a
 * window: the event is made here, and the two things that it may ask for are noted in place of done.
 */
async function clickNotification({ context }: Member): Promise<Clicked> {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error("no service worker");
  return worker.evaluate(async () => {
    const scope = globalThis as unknown as WorkerScope;
    const [notification] = await scope.registration.getNotifications();
    if (!notification) throw new Error("no notification");
    const [focused, opened]: [string[], string[]] = [[], []];
    scope.WindowClient.prototype.focus = async function () {
      focused.push(this.url);
      return this;
    };
    scope.clients.openWindow = async (url) => {
      opened.push(url);
      return null;
    };
    const event = new scope.NotificationEvent("notificationclick", { notification });
    let done: unknown;
    event.waitUntil = (promise) => {
      done = promise;
    };
    scope.dispatchEvent(event);
    await done;
    return { focused, opened, left: (await scope.registration.getNotifications()).length };
  });
}

test("a click on a notification goes to the room where it is open, and else opens it", {
  timeout: 120_000,
}, async () => {
  const ada = await notified();
  const call = { callId: crypto.randomUUID(), name: "Ben", slug: `attic-${Date.now()}` };
  await ada.shows({ kind: "call", ...call }, [`Ben is calling /r/${call.slug}`]);
  // Another page of Nearcast is not the room.
  expect(await clickNotification(ada)).toEqual({ focused: [], opened: [`/r/${call.slug}`], left: 0 });

  const room = await ada.context.newPage();
  await room.goto(scene.room(call.slug));
  const mention = { kind: "mention", name: "Cy", slug: call.slug, title: "Attic" } as const;
  const news = { ...mention, messageId: crypto.randomUUID() };
  await ada.shows(news, [`Cy mentioned you in Attic /r/${call.slug}`]);
  expect(await clickNotification(ada)).toEqual({ focused: [scene.room(call.slug)], opened: [], left: 0 });
});

test("somebody is told of a call by their browser, when and of what they want", {
  timeout: 120_000,
}, async () => {
  const ada = await notified();
  const { section } = ada;
  expect(await seriousFaults(ada.page)).toEqual([]);

  const call = { callId: crypto.randomUUID(), name: "Ben", slug: "attic" };
  await ada.shows({ kind: "call", ...call }, ["Ben is calling /r/attic"]);
  const missed = "You missed a call from Ben /r/attic";
  await ada.shows({ kind: "call-over", ...call, missed: true }, [missed]);
  const other = { ...call, callId: crypto.randomUUID() };
  await ada.shows({ kind: "call", ...other }, ["Ben is calling /r/attic", missed]);
  await ada.shows({ kind: "call-over", ...other, missed: false }, [missed]);

  const mention = { kind: "mention", name: "Cy", slug: "attic", title: "Attic" } as const;
  const mentioned = "Cy mentioned you in Attic /r/attic";
  for (let count = 0; count < 2; count++)
    await ada.shows({ ...mention, messageId: crypto.randomUUID() }, [mentioned, missed]);

  await section.getByText(`When somebody writes @${ada.handle}`).waitFor();
  await section.getByRole("switch", { name: "Mentions" }).click();
  await section.getByRole("switch", { name: "Quiet hours" }).click();
  await section.getByLabel("From", { exact: true }).fill("21:30");
  const stored = ada.page.waitForResponse(
    (response) => response.request().postDataJSON()?.calls === false && response.ok(),
  );
  await section.getByRole("switch", { name: "Calls from friends" }).click();
  await stored;
  await ada.page.reload();
  await expect.poll(() => section.getByLabel("From", { exact: true }).inputValue()).toBe("21:30");
  expect(await section.getByLabel("To", { exact: true }).inputValue()).toBe("07:00");
  expect(await section.getByRole("switch", { name: "Calls from friends" }).isChecked()).toBe(false);
  expect(await section.getByRole("switch", { name: "Mentions" }).isChecked()).toBe(false);
  expect(await seriousFaults(ada.page)).toEqual([]);
  expect(ada.complaints).toEqual([]);
});
