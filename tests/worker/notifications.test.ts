import { neon } from "@neondatabase/serverless";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { beforeEach, describe, expect, inject, test } from "vitest";
import { ACCOUNT_PATHS } from "../../protocol/account.ts";
import { FRIEND_PATHS } from "../../protocol/friends.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { NOTIFICATION_PATHS, type Notifications } from "../../protocol/user/notifications.ts";
import { ownDatabase } from "./harness/database.ts";
import { befriend, type Member, newMember } from "./harness/friends.ts";
import { codeOf } from "./harness/guest.ts";
import { logged } from "./harness/logged.ts";
import { Browser, SERVICE, triedPushes } from "./harness/push-browser.ts";
import { passFor, UserPage } from "./harness/user-page.ts";

const { pushKey } = inject("surroundings");
const tried = triedPushes();

let ada: Member;
let bob: Member;
let friend: string;
beforeEach(async () => {
  [ada, bob] = await Promise.all([newMember("Ada"), newMember("Bob")]);
  friend = await befriend(ada, bob);
});

const json = { "Content-Type": "application/json" };
const put = (who: Member, settings: object) =>
  who.guest.fetch(NOTIFICATION_PATHS.notifications, {
    method: "PUT",
    headers: json,
    body: JSON.stringify(settings),
  });

async function call(): Promise<string> {
  const callId = crypto.randomUUID();
  expect((await ada.guest.post(FRIEND_PATHS.call(friend), { callId })).status).toBe(200);
  return callId;
}

/** Calls, and waits until what comes of it is done: the caller's page takes the call back. */
async function callAndCancel(): Promise<void> {
  const page = await UserPage.open(ada);
  const callId = await call();
  await page.inbox.take("calls", ({ outgoing }) => outgoing.some((one) => one.callId === callId));
  page.say({ type: "cancel-call", callId });
  await page.inbox.take("call-over", (over) => over.callId === callId);
  page.socket.close();
}

/** Which of these browsers the database knows. */
async function subscribed(...browsers: Browser[]): Promise<string[]> {
  const sql = neon(ownDatabase.databaseUrl);
  const endpoints = browsers.map(({ endpoint }) => endpoint);
  const rows = await sql`
    SELECT endpoint FROM push_subscriptions WHERE endpoint = ANY(${endpoints}) ORDER BY endpoint`;
  return rows.map(({ endpoint }) => endpoint as string);
}

describe("a call to who has no page open", () => {
  test("is told to all of their browsers, encrypted, in the edge's name", async () => {
    const browsers = await Promise.all([Browser.of(bob), Browser.of(bob)]);
    const callId = await call();
    for (const browser of browsers) await expect.poll(async () => (await browser.received()).length).toBe(1);
    const [{ headers, data } = { headers: {} as Record<string, string>, data: null }] =
      (await browsers[0]?.received()) ?? [];
    expect(data).toMatchObject({ kind: "call", callId, name: "Ada" });
    expect(headers).toMatchObject({ "content-encoding": "aes128gcm", urgency: "high", ttl: "45" });
    const [, token = "", key = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? "") ?? [];
    const { applicationServerKey } = await (
      await bob.guest.fetch(NOTIFICATION_PATHS.notifications)
    ).json<Notifications>();
    expect(key).toBe(applicationServerKey);
    const { d: _, ...publicKey } = JSON.parse(pushKey);
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [publicKey] }), {
      audience: new URL(SERVICE).origin,
      algorithms: ["ES256"],
    });
    expect(payload.sub).toBe("mailto:operator@nearcast.test");
    expect(decodeProtectedHeader(token).alg).toBe("ES256");
  });

  test("and that it was missed takes its place", async () => {
    const browser = await Browser.of(bob);
    const callId = await call();
    await expect.poll(async () => (await browser.received()).length).toBe(1);
    await passFor(bob, TIMES.ringMs);
    await expect.poll(async () => (await browser.received()).length).toBe(2);
    const [rang, missed] = await browser.received();
    expect(missed?.data).toMatchObject({ kind: "call-over", callId, missed: true });
    expect(missed?.headers.topic).toBe(rang?.headers.topic);
  });

  test("is told to nobody who looks at a page, and to who is away from all of them", async () => {
    const browser = await Browser.of(bob);
    const page = await UserPage.open(bob);
    const first = await call();
    await page.inbox.take("calls", ({ incoming }) => incoming.length === 1);
    page.say({ type: "answer-call", callId: first, accept: false });
    await page.inbox.take("call-over");
    page.say({ type: "here", away: true, call: null });
    // Its refusal is the answer that the one before has been heard.
    await page.request({ type: "here", away: "?" });
    const second = await call();
    await expect
      .poll(async () => (await browser.received()).map(({ data }) => data))
      .toMatchObject([{ kind: "call", callId: second }]);
  });
});

describe("nothing is told", () => {
  const expectNothing = async (browser: Browser) => {
    await callAndCancel();
    // What is sent to a browser of somebody else comes after it.
    const other = await Browser.of(ada);
    await ada.guest.fetch(FRIEND_PATHS.friends);
    await bob.guest.post(FRIEND_PATHS.call(friend), { callId: crypto.randomUUID() });
    await expect.poll(async () => (await other.received()).length).toBe(1);
    expect(await browser.received()).toEqual([]);
  };

  test("to who wants to hear of no calls, or not at this time", async () => {
    const browser = await Browser.of(bob);
    const now = new Date();
    const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
    const quiet = { from: (minute + 1_380) % 1_440, to: (minute + 60) % 1_440, timeZone: "UTC" };
    expect((await put(bob, { calls: true, mentions: true, quiet })).status).toBe(200);
    await expectNothing(browser);
    expect((await put(bob, { calls: false, mentions: true, quiet: null })).status).toBe(200);
    await expectNothing(browser);
    const { settings } = await (
      await bob.guest.fetch(NOTIFICATION_PATHS.notifications)
    ).json<Notifications>();
    expect(settings).toEqual({ calls: false, mentions: true, quiet: null });
  });

  test("to a browser that was signed out, unsubscribed, or is somebody else's now", async () => {
    const signedOut = await Browser.of(bob);
    await bob.guest.post(ACCOUNT_PATHS.signOut);
    const [eve, dan] = await Promise.all([newMember("Eve"), newMember("Dan")]);
    const taken = await Browser.of(dan);
    // Eve signs in in what was Dan's browser, and then wants nothing.
    expect((await taken.subscribe(eve)).status).toBe(200);
    const unsubscribe = (who: Member) =>
      who.guest.fetch(NOTIFICATION_PATHS.subscriptions, {
        method: "DELETE",
        headers: json,
        body: JSON.stringify({ endpoint: taken.endpoint }),
      });
    await unsubscribe(dan);
    for (const who of [dan, eve]) {
      const id = await befriend(ada, who);
      expect((await ada.guest.post(FRIEND_PATHS.call(id), { callId: crypto.randomUUID() })).status).toBe(200);
    }
    await expect.poll(async () => (await taken.received()).length).toBe(1);
    await unsubscribe(eve);
    await callAndCancel();
    expect([await signedOut.received(), (await taken.received()).length]).toEqual([[], 1]);
  });

  test.for([404, 410])("again to a browser that its push service answers %i for", async (status) => {
    const [gone, here] = [await Browser.of(bob), await Browser.of(bob)];
    await gone.uninstall(status);
    await call();
    await expect.poll(async () => (await here.received()).length).toBe(1);
    await expect.poll(() => tried.filter((address) => address === gone.endpoint).length).toBe(1);
    await expect.poll(() => subscribed(gone, here)).toEqual([here.endpoint]);
    await passFor(bob, TIMES.ringMs);
    await expect.poll(async () => (await here.received()).length).toBe(2);
    expect(tried.filter((address) => address === gone.endpoint)).toHaveLength(1);
  });
});

test.for([429, 500])("a browser is not forgotten where its push service answers %i", async (status) => {
  const [busy, here] = [await Browser.of(bob), await Browser.of(bob)];
  await busy.uninstall(status);
  await call();
  await expect.poll(async () => (await here.received()).length).toBe(1);
  await passFor(bob, TIMES.ringMs);
  await expect.poll(() => tried.filter((address) => address === busy.endpoint).length).toBe(2);
  expect(await subscribed(busy, here)).toEqual([busy, here].map(({ endpoint }) => endpoint).sort());
  expect(logged).toContainEqual(expect.objectContaining({ event: "push-refused", status }));
});

test("of more browsers than there may be the oldest is left alone", async () => {
  const oldest = await Browser.of(bob);
  const others = [];
  for (let made = 0; made < LIMITS.pushSubscriptions; made++) others.push(await Browser.of(bob));
  await call();
  for (const browser of others) await expect.poll(async () => (await browser.received()).length).toBe(1);
  expect(await oldest.received()).toEqual([]);
});

test("what somebody wants to hear of, and where, is in what is exported, but for what encrypts to their browsers", async () => {
  const browser = await Browser.of(bob);
  const quiet = { from: 1_320, to: 420, timeZone: "Europe/Vienna" };
  expect((await put(bob, { calls: true, mentions: false, quiet })).status).toBe(200);
  const exported = await (await bob.guest.fetch(ACCOUNT_PATHS.export)).json();
  expect(exported).toMatchObject({
    notifications: { calls: true, mentions: false, quiet },
    notifiedBrowsers: [{ endpoint: browser.endpoint }],
  });
  expect(JSON.stringify(exported)).not.toMatch(/p256dh|"auth"/);
});

describe("is refused", () => {
  const keys = { p256dh: "B".repeat(87), auth: "A".repeat(22) };
  test.for([
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com@10.0.0.1/x",
    "https://fcm.googleapis.com.example.com/x",
    "https://example.com/.push.apple.com/",
    "https://127.0.0.1/x",
    `https://fcm.googleapis.com/${"x".repeat(LIMITS.pushEndpointChars)}`,
  ])("what is no push service's: %s", async (endpoint) => {
    const response = await bob.guest.post(NOTIFICATION_PATHS.subscriptions, { endpoint, keys });
    expect([response.status, await codeOf(response)]).toEqual([400, "bad_request"]);
  });

  test("what is no key, no setting, and whoever has no account", async () => {
    const endpoint = `${SERVICE}x`;
    for (const wrong of [{ ...keys, auth: "short" }, { ...keys, p256dh: "B".repeat(86) }, {}]) {
      const response = await bob.guest.post(NOTIFICATION_PATHS.subscriptions, { endpoint, keys: wrong });
      expect(response.status).toBe(400);
    }
    for (const quiet of [
      { from: -1, to: 0, timeZone: "UTC" },
      { from: 0, to: 1_440, timeZone: "UTC" },
      { from: 0, to: 60, timeZone: "Nowhere/Town" },
      {},
    ])
      expect((await put(bob, { calls: true, mentions: true, quiet })).status).toBe(400);
    await bob.guest.post(ACCOUNT_PATHS.signOut);
    const response = await bob.guest.fetch(NOTIFICATION_PATHS.notifications);
    expect([response.status, await codeOf(response)]).toEqual([401, "signed_out"]);
  });
});
