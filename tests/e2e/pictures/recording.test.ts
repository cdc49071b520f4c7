import type { Download } from "playwright-core";
import { expect, test } from "vitest";
import { makeRoomSecret } from "../../../web/state/room-secret.ts";
import { seriousFaults } from "../harness/axe.ts";
import { joinRoom, type Person, shareScreen } from "../harness/browser.ts";
import { openMark, readMark } from "../harness/mark.ts";
import { openRecorded } from "../harness/recorded.ts";
import { setScene } from "../harness/scene.ts";
import { PATIENCE } from "../harness/shares.ts";

const scene = setScene();

const button = ({ page }: Person, name: string) => page.getByRole("button", { name, exact: true });
/** The file that comes when a recording ends. */
async function endOf(who: Person, end: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([who.page.waitForEvent("download"), end()]);
  return download;
}
const says = ({ page }: Person, text: string) => page.getByText(text, { exact: true });

test("a call is recorded with its share and its sound, also while the tab is out of sight or it is encrypted, and everybody knows", {
  timeout: 120_000,
}, async () => {
  const [ada, ben] = [await scene.open("Ada"), await scene.open("Ben")];
  const address = `${scene.room("recorded")}#${makeRoomSecret()}`;
  for (const person of [ada, ben]) await joinRoom(person, address);
  await button(ben, "Unmute").click();
  await openMark(ben.context, { width: 1280, height: 720 });
  await shareScreen(ben.page, "1080p");
  await expect.poll(async () => (await readMark(ada.page)).count, PATIENCE).not.toBeNull();
  expect(await button(ben, "Record the call").count()).toBe(0);

  await button(ada, "Record the call").click();
  await says(ben, "Ada records this call").waitFor({ state: "attached" });
  await says(ben, "Ada records this call.").waitFor();
  await button(ada, "Stop recording").waitFor();
  expect(await seriousFaults(ada.page)).toEqual([]);
  // Who presents looks at another tab for most of a call: the page soon gives up what it shows itself.
  await ada.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await ada.page.waitForTimeout(8_000);
  const recorded = await openRecorded(ada, await endOf(ada, () => button(ada, "Stop recording").click()));
  await says(ben, "Ada has stopped recording.").waitFor();

  expect(recorded.name).toMatch(/^Recorded \d{4}-\d\d-\d\d \d\d\.\d\d\.mp4$/);
  expect(recorded).toMatchObject({ width: 2256, height: 1080 });
  expect(recorded.duration).toBeGreaterThan(8);
  expect(recorded.loudest).toBeGreaterThan(0.01);
  // Of what is shown after the tab is out of sight. The mark grows by ten a second; a busy machine leaves frames out, and shows them late.
  const marks = (await recorded.marks()).filter(({ at }) => at > 4);
  const counts = marks.map(({ count }) => count ?? Number.NaN);
  expect(counts).not.toContain(Number.NaN);
  expect(counts).toEqual([...counts].sort((one, other) => one - other));
  expect(new Set(counts).size).toBeGreaterThan(2);
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last) throw new Error("nothing was recorded after four seconds");
  const grown = ((last.count ?? Number.NaN) - (first.count ?? Number.NaN)) / 10;
  expect(Math.abs(grown - (last.at - first.at))).toBeLessThan(3);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("a recording is kept when its maker leaves, and when the owner ends it", {
  timeout: 90_000,
}, async () => {
  const ada = await scene.arrive("Ada", "ended");
  const ben = await scene.arrive("Ben", "ended");
  const toBen = async (action: string) => {
    if ((await button(ada, action).count()) === 0) await button(ada, "Actions for Ben").click();
    await button(ada, action).click();
  };
  await button(ada, "People").click();
  await button(ada, "Actions for Ben").click();
  await ada.page.getByLabel("Role").selectOption("Moderator");
  await button(ben, "Record the call").click();
  await button(ben, "Stop recording").waitFor();
  await ada.page.getByRole("img", { name: "records this call" }).waitFor();
  await ben.page.waitForTimeout(2_000);
  const ended = await endOf(ben, () => toBen("Stop recording"));
  expect((await openRecorded(ben, ended)).duration).toBeGreaterThan(1.5);

  await ben.page.bringToFront();
  await button(ben, "Record the call").click();
  await button(ben, "Stop recording").waitFor();
  await ben.page.waitForTimeout(2_000);
  const left = await endOf(ben, () => button(ben, "Leave").click());
  expect((await openRecorded(ben, left)).duration).toBeGreaterThan(1.5);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("a recording that does not begin says so, and nobody is told any longer that there is one", {
  timeout: 60_000,
}, async () => {
  const ada = await scene.open("Ada");
  // As where sound has no device to be played by.
  await ada.context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "MediaStreamTrackProcessor");
    Object.defineProperty(AudioContext.prototype, "state", { value: "suspended" });
    AudioContext.prototype.resume = () => new Promise(() => {});
  });
  await joinRoom(ada, scene.room("silent"));
  const ben = await scene.arrive("Ben", "silent");
  await button(ada, "Record the call").click();
  const told = says(ben, "Ada records this call");
  await told.waitFor({ state: "attached" });
  const why = "This browser could not begin to record. Try again, or record in another browser.";
  await says(ada, why).waitFor();
  await told.waitFor({ state: "detached" });
  await button(ada, "Record the call").waitFor();
});
