import { expect, test } from "vitest";
import { makeRoomSecret } from "../../web/state/room-secret.ts";
import { joinRoom, type Person, shareScreen } from "./harness/browser.ts";
import { sentVideo } from "./harness/codecs.ts";
import {
  breakCipher,
  frameWorker,
  listenIn,
  recordLeaks,
  sendInClear,
  wiretap,
} from "./harness/encrypted.ts";
import { framesPresented } from "./harness/frame-log.ts";
import { openMark, readMark } from "./harness/mark.ts";
import { hideAddresses, readTraffic } from "./harness/paths.ts";
import { setOwnScene } from "./harness/scene.ts";
import { CAMERAS, expectsMoving } from "./harness/shares.ts";

// What one sends goes through a pipe to the others' mediasoup worker.
const scene = setOwnScene({ participantsPerWorker: 1 });
const SIZE = { width: 1280, height: 720 };
const WAIT = { timeout: 30_000 };

/** Joins an encrypted room by this link; the first one makes it. */
async function enter(person: Person, slug: string, secret: string): Promise<Person> {
  await joinRoom(person, `${scene.room(slug)}#${secret}`);
  return person;
}

async function arrive(name: string, slug: string, secret: string): Promise<Person> {
  return enter(await scene.open(name), slug, secret);
}

async function share(person: Person): Promise<void> {
  await openMark(person.context, SIZE);
  await shareScreen(person.page, "1080p");
}

const UNDECRYPTABLE = "Cannot be decrypted";
const UNENCRYPTABLE = "Cannot be encrypted, so it is not sent";

/** What lies over the tiles of this kind. */
const noteOn = ({ page }: Person, kind: string, text: string) =>
  page.locator(`figure${kind}`).getByText(text, { exact: true });

/** The first camera of somebody else. */
const camera = ({ page }: Person) => page.locator(CAMERAS).first();

/** How many pictures of it were shown. */
const cameraFrames = (viewer: Person) => framesPresented(camera(viewer));

/** In how many lines it comes. */
const cameraHeight = (viewer: Person) =>
  camera(viewer).evaluate((video: HTMLVideoElement) => video.videoHeight);

/** In how many sizes somebody's pictures are encoded: as streams of their own, or within one. */
async function layersOf({ page }: Person): Promise<number> {
  const sent = (await sentVideo(page)).filter(({ framesEncoded }) => framesEncoded > 0);
  const counts = sent.map(({ scalabilityMode }) => Number(/^L(\d)/.exec(scalabilityMode ?? "")?.[1] ?? 1));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Waits until somebody else's camera has gone on by a second or so. */
async function expectsCamera(viewer: Person): Promise<void> {
  const before = await cameraFrames(viewer);
  await expect.poll(() => cameraFrames(viewer), WAIT).toBeGreaterThan(before + 30);
}

async function safetyNumber({ page }: Person): Promise<string> {
  await page.getByRole("button", { name: "End-to-end encrypted" }).click();
  const number = await page.getByRole("region", { name: "Safety number" }).innerText();
  await page.getByText("It cannot record the call.").waitFor();
  await page.keyboard.press("Escape");
  return number.replace(/\s+/g, " ");
}

test("who has the link sees and hears, who has another one is told, and the node has nothing to see", {
  timeout: 180_000,
}, async () => {
  const secret = makeRoomSecret();
  const ada = await scene.open("Ada");
  const leaks = recordLeaks(ada.page);
  const ben = await scene.open("Ben");
  const heard = await listenIn(ben.page);
  const node = await scene.open("Node");
  const tap = await wiretap(node.page);

  await enter(ada, "secret-plans", secret);
  await enter(node, "secret-plans", secret);
  await enter(ben, "secret-plans", secret);
  await share(ada);
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await expectsMoving(ben);
  await expect.poll(heard, WAIT).toBeGreaterThan(0);

  // From the first frame on, everything was encrypted.
  await expect.poll(async () => (await tap.frames()).length, WAIT).toBeGreaterThan(20);
  expect(new Set((await tap.frames()).map(({ format }) => format))).toEqual(new Set([1]));

  const eve = await arrive("Eve", "secret-plans", makeRoomSecret());
  await eve.page.getByText("Cannot be decrypted", { exact: true }).first().waitFor(WAIT);
  expect((await readMark(eve.page)).count).toBeNull();
  await expectsMoving(ben);

  // Somebody leaves: the key changes, and the picture goes on.
  const [before] = (await tap.frames()).slice(-1);
  await eve.page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect.poll(async () => (await tap.frames()).at(-1)?.keyId, WAIT).not.toBe(before?.keyId);
  await expectsMoving(ben);

  expect(await leaks()).not.toContain(secret);
  expect(await leaks()).toContain("Ada");
  for (const { name, complaints } of [ada, ben, eve]) expect(complaints, `${name}'s console`).toEqual([]);
});

test("a stream that cannot be decrypted, or encrypted, is told on its tile, and the others go on", {
  timeout: 180_000,
}, async () => {
  const secret = makeRoomSecret();
  const ada = await arrive("Ada", "broken", secret);
  const ben = await arrive("Ben", "broken", secret);
  const cleo = await arrive("Cleo", "broken", secret);
  await ada.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  await share(ada);
  for (const viewer of [ben, cleo]) await expectsMoving(viewer);

  const mend = await breakCipher(frameWorker(ben.page), "decrypt", "screen");
  await noteOn(ben, ".screen", UNDECRYPTABLE).waitFor(WAIT);
  await expectsCamera(ben);
  await expectsMoving(cleo);
  await mend();
  await noteOn(ben, ".screen", UNDECRYPTABLE).waitFor({ ...WAIT, state: "detached" });
  await expectsMoving(ben);

  const mendOwn = await breakCipher(frameWorker(ada.page), "encrypt", "screen");
  await noteOn(ada, ".screen.self", UNENCRYPTABLE).waitFor(WAIT);
  for (const viewer of [ben, cleo]) await expectsCamera(viewer);
  // What came in clear would be told.
  for (const { page } of [ben, cleo]) expect(await page.getByText(UNDECRYPTABLE).count()).toBe(0);
  await mendOwn();
  await noteOn(ada, ".screen.self", UNENCRYPTABLE).waitFor({ ...WAIT, state: "detached" });
  for (const viewer of [ben, cleo]) await expectsMoving(viewer);
  for (const { name, complaints } of [ada, ben, cleo]) expect(complaints, `${name}'s console`).toEqual([]);
});

test("where the worker has ended nothing goes out, and every tile says why", {
  timeout: 120_000,
}, async () => {
  const secret = makeRoomSecret();
  const ada = await arrive("Ada", "worker", secret);
  const ben = await arrive("Ben", "worker", secret);
  for (const { page } of [ada, ben])
    await page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  for (const viewer of [ada, ben]) await expectsCamera(viewer);

  await frameWorker(ada.page).evaluate(() => self.close());
  await noteOn(ada, ".camera.self", UNENCRYPTABLE).waitFor(WAIT);
  await noteOn(ada, ".camera:not(.self)", UNDECRYPTABLE).waitFor(WAIT);
  await share(ada);
  await noteOn(ada, ".screen.self", UNENCRYPTABLE).waitFor(WAIT);
  // Neither in clear, which would be told, nor at all, however much is encoded.
  const seen = await cameraFrames(ben);
  const encoded = async () => {
    const sent = await sentVideo(ada.page);
    return sent.reduce((sum, { framesEncoded }) => sum + framesEncoded, 0);
  };
  const before = await encoded();
  await expect.poll(encoded, WAIT).toBeGreaterThan(before + 60);
  expect(await cameraFrames(ben)).toBe(seen);
  expect((await readMark(ben.page)).count).toBeNull();
  expect(await ben.page.getByText(UNDECRYPTABLE).count()).toBe(0);
});

test("the safety number is the same for all, and another one when somebody comes", {
  timeout: 120_000,
}, async () => {
  const secret = makeRoomSecret();
  const ada = await arrive("Ada", "safety", secret);
  const ben = await arrive("Ben", "safety", secret);
  const ofTwo = await safetyNumber(ben);
  expect(ofTwo).toMatch(/^(\d{5} ){7}\d{5}$/);
  await expect.poll(() => safetyNumber(ada), WAIT).toBe(ofTwo);
  const cleo = await arrive("Cleo", "safety", secret);
  const ofThree = await safetyNumber(cleo);
  expect(ofThree).not.toBe(ofTwo);
  await expect.poll(() => safetyNumber(ada), WAIT).toBe(ofThree);
  await expect.poll(() => safetyNumber(ben), WAIT).toBe(ofThree);
});

test("each has a camera from the node in the size in which they show it, though the node cannot see it", {
  timeout: 180_000,
}, async () => {
  const secret = makeRoomSecret();
  const ada = await scene.open("Ada");
  await hideAddresses(ada);
  await enter(ada, "sizes", secret);
  const ben = await arrive("Ben", "sizes", secret);
  const cleo = await arrive("Cleo", "sizes", secret);
  await ben.page.setViewportSize(SIZE);
  await cleo.page.setViewportSize({ width: 480, height: 400 });
  await ada.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  await ben.page.getByRole("button", { name: "Bring Ada’s picture to the front" }).click();

  await expect.poll(() => layersOf(ada), WAIT).toBe(3);
  await expect
    .poll(async () => (await cameraHeight(ben)) / (await cameraHeight(cleo)), { timeout: 60_000 })
    .toBeGreaterThanOrEqual(2);
  await Promise.all([ben, cleo].map(expectsCamera));
  expect((await readTraffic(ada.page)).direct.connected).toBe(0);
});

test("what is written is read by who has the link alone", { timeout: 120_000 }, async () => {
  const secret = makeRoomSecret();
  const ada = await scene.open("Ada");
  const leaks = recordLeaks(ada.page);
  await enter(ada, "written", secret);
  const ben = await arrive("Ben", "written", secret);
  await ada.page.getByRole("button", { name: "Chat", exact: true }).click();
  await ada.page.getByRole("textbox", { name: "Message" }).fill("The plan is under the mat.");
  await ada.page.keyboard.press("Enter");
  await ben.page.getByRole("button", { name: "Chat", exact: true }).click();
  await ben.page.getByText("The plan is under the mat.", { exact: true }).waitFor(WAIT);
  expect(await leaks()).toContain("e2ee1.");
  expect(await leaks()).not.toContain("under the mat");
  const eve = await arrive("Eve", "written", makeRoomSecret());
  await eve.page.getByRole("button", { name: "Chat", exact: true }).click();
  await eve.page.getByText("This message cannot be decrypted.", { exact: true }).waitFor(WAIT);
});

test("a page that sends in clear shows nobody anything", { timeout: 120_000 }, async () => {
  const secret = makeRoomSecret();
  const ada = await arrive("Ada", "in-clear", secret);
  const mallory = await scene.open("Mallory");
  await sendInClear(mallory.page);
  await enter(mallory, "in-clear", secret);
  await mallory.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  await ada.page.getByText("Cannot be decrypted", { exact: true }).waitFor(WAIT);
  const width = () =>
    ada.page
      .locator('video[data-source="camera"]')
      .evaluate((video) => (video as HTMLVideoElement).videoWidth);
  expect(await width()).toBe(0);
});

test("a room is made encrypted, and opens by its whole link alone", { timeout: 120_000 }, async () => {
  const ada = await scene.open("Ada");
  await ada.page.goto(scene.stack.url);
  await ada.page.getByRole("textbox", { name: "Room name" }).fill("Board meeting");
  await ada.page.getByRole("checkbox", { name: "End-to-end encrypted" }).check();
  await ada.page.getByRole("button", { name: "New room" }).click();
  await ada.page.waitForURL(/\/r\/board-meeting#[\w-]{43}$/);
  const link = ada.page.url();
  await joinRoom(ada, link);

  const ben = await scene.open("Ben");
  await ben.page.goto(link.replace(/#.*/, ""));
  await ben.page.getByRole("alert").filter({ hasText: "Ask for the whole link" }).waitFor();
  expect(await ben.page.getByRole("button", { name: "Join", exact: true }).isDisabled()).toBe(true);
  // Pasted over the address of the open page.
  await ben.page.evaluate((fragment) => {
    location.hash = fragment;
  }, new URL(link).hash);
  await ben.page
    .getByRole("alert")
    .filter({ hasText: "Ask for the whole link" })
    .waitFor({ state: "detached" });

  await ada.page.getByRole("button", { name: "Leave", exact: true }).click();
  await ada.page.goto(scene.stack.url);
  await ada.page.getByRole("link", { name: /Board meeting/ }).click();
  await ada.page.getByRole("alert").filter({ hasText: "Ask for the whole link" }).waitFor();
});

test("a server that says a room is not encrypted gets nothing from who has an encrypted link", {
  timeout: 60_000,
}, async () => {
  await scene.arrive("Ada", "in-the-open");
  const ben = await scene.open("Ben");
  await ben.page.goto(`${scene.room("in-the-open")}#${makeRoomSecret()}`);
  await ben.page.getByRole("alert").filter({ hasText: "Nothing was sent" }).waitFor();
  expect(await ben.page.getByRole("button", { name: "Join", exact: true }).isDisabled()).toBe(true);
});
