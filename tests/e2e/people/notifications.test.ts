import type { CDPSession } from "playwright-core";
import { expect, test } from "vitest";
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

const shown = ({ page }: Member) =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const list = await (await navigator.serviceWorker.getRegistration())?.getNotifications();
    return { isActive: active !== null, titles: list?.map(({ title, data }) => `${title} ${data.path}`) };
  });

test("somebody is told of a call by their browser, when and of what they want", {
  timeout: 120_000,
}, async () => {
  const ada = await signUp(scene, "Ada");
  await ada.context.grantPermissions(["notifications"], { origin: scene.stack.url });
  await ada.context.addInitScript(subscribeByItself);
  const session = await ada.context.newCDPSession(ada.page);
  const registration = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  await ada.page.goto(`${scene.stack.url}/account`);
  const section = ada.page.getByRole("region", { name: "Notifications" });
  await section.getByRole("switch", { name: "Notify me in this browser" }).click();
  await expect
    .poll(() => section.getByRole("switch", { name: "Notify me in this browser" }).isChecked())
    .toBe(true);
  expect(await seriousFaults(ada.page)).toEqual([]);

  const call = { callId: crypto.randomUUID(), name: "Ben", slug: "attic" };
  const id = await registration;
  await deliver(session, id, { kind: "call", ...call });
  await expect.poll(() => shown(ada)).toEqual({ isActive: true, titles: ["Ben is calling /r/attic"] });
  await deliver(session, id, { kind: "call-over", ...call, missed: true });
  await expect.poll(async () => (await shown(ada)).titles).toEqual(["You missed a call from Ben /r/attic"]);
  const other = { ...call, callId: crypto.randomUUID() };
  await deliver(session, id, { kind: "call", ...other });
  await expect.poll(async () => (await shown(ada)).titles?.length).toBe(2);
  await deliver(session, id, { kind: "call-over", ...other, missed: false });
  await expect.poll(async () => (await shown(ada)).titles?.length).toBe(1);

  const mention = { kind: "mention", name: "Cy", slug: "attic", title: "Attic" } as const;
  await deliver(session, id, { ...mention, messageId: crypto.randomUUID() });
  await deliver(session, id, { ...mention, messageId: crypto.randomUUID() });
  await expect
    .poll(async () => (await shown(ada)).titles?.sort())
    .toEqual(["Cy mentioned you in Attic /r/attic", "You missed a call from Ben /r/attic"]);

  await section.getByText(`When somebody writes @${ada.handle}`).waitFor();
  await section.getByRole("switch", { name: "Mentions" }).click();
  await section.getByRole("switch", { name: "Quiet hours" }).click();
  await section.getByLabel("From", { exact: true }).fill("21:30");
  await section.getByRole("switch", { name: "Calls from friends" }).click();
  await ada.page.reload();
  await expect.poll(() => section.getByLabel("From", { exact: true }).inputValue()).toBe("21:30");
  expect(await section.getByLabel("To", { exact: true }).inputValue()).toBe("07:00");
  expect(await section.getByRole("switch", { name: "Calls from friends" }).isChecked()).toBe(false);
  expect(await section.getByRole("switch", { name: "Mentions" }).isChecked()).toBe(false);
  expect(await seriousFaults(ada.page)).toEqual([]);
  expect(ada.complaints).toEqual([]);
});
