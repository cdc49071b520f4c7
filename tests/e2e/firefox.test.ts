import { afterAll, beforeAll, expect, test } from "vitest";
import { makeRoomSecret } from "../../web/state/room-secret.ts";
import { joinRoom, type Person, shareScreen } from "./harness/browser.ts";
import { type Display, startDisplay } from "./harness/display.ts";
import { openMark, readMark } from "./harness/mark.ts";
import { comesBy, hideAddresses } from "./harness/paths.ts";
import { countReceived } from "./harness/rtp.ts";
import { setScene } from "./harness/scene.ts";
import { expectsMoving } from "./harness/shares.ts";

const scene = setScene();
const SIZE = { width: 1280, height: 720 };
const WAIT = { timeout: 30_000 };
const PATHS = ["node", "direct"] as const;

/** Joins; by the path `node` nobody reaches the person directly. */
async function join(person: Person, address: string, path: (typeof PATHS)[number]): Promise<Person> {
  if (path === "node") await hideAddresses(person);
  await joinRoom(person, address);
  return person;
}

/** Waits until somebody's picture of the shared screen comes by a path, and moves. */
async function seesMark(viewer: Person, path: (typeof PATHS)[number]): Promise<void> {
  await comesBy(viewer, path);
  await expectsMoving(viewer);
  expect(await readMark(viewer.page)).toMatchObject(SIZE);
}

const camera = ({ page }: Person) =>
  page.evaluate(
    () =>
      document.querySelector<HTMLVideoElement>("video[data-source='camera']:not([data-self])")?.videoWidth,
  );

const hears = async ({ page }: Person) => (await countReceived(page, "audio")).bytes;

test.for(PATHS)(
  "Firefox shows a share and a camera, and gets a voice, by the path %s",
  {
    timeout: 180_000,
  },
  async (path) => {
    const address = scene.room(`to-firefox-${path}`);
    const ada = await join(await scene.open("Ada"), address, path);
    const fay = await join(await scene.openFirefox("Fay"), address, path);
    await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
    await ada.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
    await openMark(ada.context, SIZE);
    await shareScreen(ada.page, "1080p");
    await seesMark(fay, path);
    await expect.poll(() => camera(fay), WAIT).toBeGreaterThan(0);
    const heard = await hears(fay);
    await expect.poll(() => hears(fay), WAIT).toBeGreaterThan(heard);
    expect([...ada.complaints, ...fay.complaints]).toEqual([]);
  },
);

let display: Display;
beforeAll(async () => {
  display = await startDisplay(SIZE);
});
afterAll(() => display?.close());

test.for(PATHS)(
  "Firefox shares its screen, a camera and a voice, by the path %s",
  {
    timeout: 180_000,
  },
  async (path) => {
    const address = scene.room(`from-firefox-${path}`);
    const fay = await join(await scene.openFirefox("Fay", display.name), address, path);
    const ben = await join(await scene.open("Ben"), address, path);
    await fay.page.getByRole("button", { name: "Unmute", exact: true }).click();
    await fay.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
    await expect.poll(() => camera(ben), WAIT).toBeGreaterThan(0);
    await shareScreen(fay.page, "1080p");
    await display.showMark();
    await seesMark(ben, path);
    const heard = await hears(ben);
    await expect.poll(() => hears(ben), WAIT).toBeGreaterThan(heard);
    expect([...ben.complaints, ...fay.complaints]).toEqual([]);
  },
);

test("Firefox takes part in a room that is encrypted end to end", { timeout: 180_000 }, async () => {
  const address = `${scene.room("encrypted-firefox")}#${makeRoomSecret()}`;
  const ada = await join(await scene.open("Ada"), address, "node");
  const fay = await join(await scene.openFirefox("Fay"), address, "node");
  await openMark(ada.context, SIZE);
  await shareScreen(ada.page, "1080p");
  await seesMark(fay, "node");
  await fay.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  await expect.poll(() => camera(ada), WAIT).toBeGreaterThan(0);
  expect([...ada.complaints, ...fay.complaints]).toEqual([]);
});

test("a camera in Firefox is sent in several sizes", { timeout: 60_000 }, async () => {
  const fay = await join(await scene.openFirefox("Fay"), scene.room("sizes"), "node");
  const ben = await join(await scene.open("Ben"), scene.room("sizes"), "node");
  await fay.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  await expect.poll(() => camera(ben), WAIT).toBeGreaterThan(0);
  const sizes = await fay.page.evaluate(() =>
    globalThis.nearcastConnections
      .flatMap(({ connection }) => connection.getSenders())
      .flatMap((sender) =>
        sender.getParameters().encodings.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy),
      ),
  );
  expect(sizes).toEqual([4, 2, 1]);
});
