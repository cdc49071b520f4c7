import { expect, test } from "vitest";
import { videoPlan } from "../../../web/call/encodings.ts";
import { makeRoomSecret } from "../../../web/state/room-secret.ts";
import { joinRoom, type Person, shareScreen } from "../harness/browser.ts";
import { logFrames, type Smoothness, smoothness, takeFrames } from "../harness/frame-log.ts";
import { openMark, readMark, readPicture } from "../harness/mark.ts";
import { comeToLook } from "../harness/onlooker.ts";
import {
  closePath,
  hideAddresses,
  type Path,
  readTraffic,
  sentPictures,
  shownPath,
  shownPaths,
} from "../harness/paths.ts";
import { setScene } from "../harness/scene.ts";
import { expectsMarks, openMarkFrom, SCREENS } from "../harness/shares.ts";

const scene = setScene();
const SOON = { timeout: 30_000 };
const SIZE = { width: 1280, height: 720 };
/** Three frames of a share at 15 frames a second, in milliseconds. */
const THREE_FRAMES = 200;

/** Ada shares a screen, and Ben sees it. `prepare` is done to both browsers before they open the page. */
async function shareWithBen(
  slug: string,
  prepare: (person: Person) => Promise<void> = async () => undefined,
  content: "Text" | "Motion" = "Text",
): Promise<[ada: Person, ben: Person]> {
  const [ada, ben] = [await scene.open("Ada"), await scene.open("Ben")];
  await Promise.all([ada, ben].map(prepare));
  await joinRoom(ada, scene.room(slug));
  await joinRoom(ben, scene.room(slug));
  await share(ada, content);
  await expect.poll(async () => (await readMark(ben.page)).count, SOON).not.toBeNull();
  return [ada, ben];
}

async function share({ context, page }: Person, content: "Text" | "Motion" = "Text"): Promise<void> {
  await openMark(context, SIZE);
  await shareScreen(page, "1080p", "15 fps", content);
}

const pathOf = (person: Person) => expect.poll(() => shownPath(person.page), SOON);

/** Waits until the share's picture has moved on by so many steps of the mark. */
async function moves(person: Person, steps: number): Promise<void> {
  const from = (await readMark(person.page)).count ?? -1;
  await expect
    .poll(async () => (await readMark(person.page)).count ?? -1, SOON)
    .toBeGreaterThanOrEqual(from + steps);
}

/** Waits until every screen that somebody sees has moved on by ten steps of its mark. */
async function screensMove({ page }: Person): Promise<void> {
  const counts = async () => {
    const readings = await Promise.all((await page.$$(SCREENS)).map(readPicture));
    return readings.map(({ count }) => count ?? Number.NaN);
  };
  await expect.poll(async () => (await counts()).every((count) => count >= 0), SOON).toBe(true);
  const from = await counts();
  const haveMoved = async () => (await counts()).every((count, index) => count >= (from[index] ?? 0) + 10);
  await expect.poll(haveMoved, SOON).toBe(true);
}

async function inBrowser(context: Person["context"], script: () => void): Promise<void> {
  await context.addInitScript(script);
}

/** How smoothly the picture has moved since this was last asked. */
const seenBy = async ({ page }: Person) => smoothness(await takeFrames(page));

test("two people's share changes its path when others come and go, and nobody sees that", {
  timeout: 240_000,
}, async () => {
  const [ada, ben] = await shareWithBen("two");
  const toDirect: Smoothness[] = [];
  const toNode: Smoothness[] = [];
  const steady: Smoothness[] = [];
  await logFrames(ben.page);
  for (let round = 0; round < 2; round++) {
    await pathOf(ben).toBe("direct");
    await moves(ben, 12);
    toDirect.push(await seenBy(ben));
    await moves(ben, 25);
    steady.push(await seenBy(ben));
    expect(await shownPath(ben.page)).toBe("direct");
    // In one layer Chromium's AV1 leaves blocks of the frame before in one of fifty to three hundred.
    expect((await readTraffic(ada.page)).direct.layers).toEqual(["L1T2"]);
    const text = { contentHint: "text", degradationPreference: "maintain-resolution" };
    expect(await sentPictures(ada.page, "direct")).toMatchObject([text]);

    const [third, fourth] = [
      await comeToLook(scene.stack.url, "two"),
      await comeToLook(scene.stack.url, "two"),
    ];
    await pathOf(ben).toBe("node");
    await moves(ben, 12);
    expect(await sentPictures(ada.page, "node")).toMatchObject([text]);
    toNode.push(await seenBy(ben));
    await fourth.leave();
    // The room waits a little, whether somebody else comes: it does not follow everybody.
    expect(await shownPath(ben.page)).toBe("node");
    await third.leave();
    await moves(ben, 10);
    steady.push(await seenBy(ben));
  }

  for (const { dark, stepsBack } of [...toDirect, ...toNode, ...steady]) {
    expect(dark.join("\n")).toBe("");
    // A picture that is two steps of the mark older lasts for a frame, and is the most that anybody sees of a change.
    expect(stepsBack).toBeLessThanOrEqual(2);
  }
  // A busy machine stands still by itself, now and then: what a change costs it costs each time.
  const longest = steady.map(({ longestGapMs }) => longestGapMs);
  for (const changes of [toDirect, toNode]) {
    const least = Math.min(...changes.map(({ longestGapMs }) => longestGapMs));
    expect(least).toBeLessThan(Math.max(...longest) + THREE_FRAMES);
  }
  expect(ben.complaints).toEqual([]);
});

test("a share of what moves goes out in its layers by the node, and directly in one", {
  timeout: 120_000,
}, async () => {
  const [ada, ben] = await shareWithBen("motion", undefined, "Motion");
  // Shown so large that all of it is wanted.
  await ben.page.setViewportSize({ width: 1440, height: 900 });
  const picture = { source: "screen", content: "motion", ...SIZE, frameRate: 15, maxBitrate: null } as const;
  const { encodings, degradationPreference } = videoPlan("vp9", picture, () => true);
  const { maxBitrate, maxFramerate } = encodings[0] ?? {};
  const sent = { contentHint: "motion", degradationPreference };
  const whole = { active: true, scaleResolutionDownBy: 1 };
  const sentBy = (path: Path) => expect.poll(() => sentPictures(ada.page, path), SOON);

  await pathOf(ben).toBe("direct");
  await sentBy("direct").toMatchObject([{ ...sent, encodings: [{ ...whole, maxBitrate, maxFramerate }] }]);
  await moves(ben, 10);
  for (let others = 0; others < 2; others++) await comeToLook(scene.stack.url, "motion");
  await pathOf(ben).toBe("node");
  await sentBy("node").toMatchObject([
    { ...sent, encodings: encodings.map((each) => ({ ...each, ...whole })) },
  ]);
  // It may just have been published anew, with the layers of its size.
  await expect.poll(async () => (await readTraffic(ada.page)).node.layers, SOON).toEqual(["L3T3_KEY"]);
  await moves(ben, 10);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("two of three share directly, each to both others, until a fourth comes", {
  timeout: 150_000,
}, async () => {
  const people = [
    await scene.arrive("Ada", "three"),
    await scene.arrive("Ben", "three"),
    await scene.arrive("Cleo", "three"),
  ];
  const [ada, ben] = people;
  if (!ada || !ben) throw new Error("nobody came");
  const [adas, bens] = [await openMarkFrom(ada, 0), await openMarkFrom(ben, 30_000)];
  for (const sharer of [ada, ben]) await shareScreen(sharer.page, "1080p");
  const go = (path: Path) =>
    expect
      .poll(() => Promise.all(people.map(({ page }) => shownPaths(page))), SOON)
      .toEqual([[path], [path], [path, path]]);
  for (const path of ["direct", "node"] as const) {
    if (path === "node") await comeToLook(scene.stack.url, "three");
    await go(path);
    await Promise.all(people.map(screensMove));
    await expectsMarks(ada, bens);
    await expectsMarks(ben, adas);
    await go(path);
  }
  expect(people.flatMap(({ complaints }) => complaints)).toEqual([]);
});

test.for<[string, (person: Person) => Promise<void>]>([
  ["has no address that another can reach", hideAddresses],
  [
    "says nothing but nonsense",
    ({ context }) =>
      inBrowser(context, () => {
        const { send } = WebSocket.prototype;
        WebSocket.prototype.send = function (this: WebSocket, data) {
          const items = String(data).startsWith("[") ? JSON.parse(String(data)) : null;
          for (const item of items ?? []) if (item.type === "relay") item.body = `{"kind":${"[".repeat(99)}`;
          send.call(this, items === null ? data : JSON.stringify(items));
        };
      }),
  ],
])("a page that %s stays on the node", { timeout: 90_000 }, async ([, prepare]) => {
  const slug = `blocked-${Math.random().toString(36).slice(2)}`;
  const [ada, ben] = await shareWithBen(slug, prepare);
  await moves(ben, 40);
  expect(await shownPath(ben.page)).toBe("node");
  expect((await readTraffic(ben.page)).direct.connected).toBe(0);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("who does not reach the node sees what comes directly, and nothing says that it is yet to come", {
  timeout: 90_000,
}, async () => {
  const [ada, ben] = await shareWithBen("no-node", async (person) => {
    if (person.name === "Ben") await closePath(person, "node");
  });
  // So long that the way to the node has been given up, and made anew.
  await moves(ben, 100);
  expect(await shownPath(ben.page)).toBe("direct");
  const screen = ben.page.getByRole("figure").filter({ has: ben.page.locator("video") });
  for (const text of ["The picture is on its way…", "the picture is coming back…"])
    expect(await screen.getByText(text).count(), text).toBe(0);
  expect(ada.complaints).toEqual([]);
});

test("nothing of a picture comes from the node any more, and what is encrypted stays so", {
  timeout: 120_000,
}, async () => {
  const link = `${scene.room("sealed")}#${makeRoomSecret()}`;
  const [ada, ben] = [await scene.open("Ada"), await scene.open("Ben")];
  await joinRoom(ada, link);
  await joinRoom(ben, link);
  await share(ada);
  await pathOf(ben).toBe("direct");
  const framesByNode = async () => (await readTraffic(ada.page)).node.framesSent;
  await expect
    .poll(async () => {
      const before = await framesByNode();
      await moves(ben, 10);
      return (await framesByNode()) - before;
    }, SOON)
    .toBe(0);
  // Without its key, who sees the direct path's bytes sees what the node would: nothing.
  const eve = await scene.open("Eve");
  await joinRoom(eve, `${scene.room("sealed")}#${makeRoomSecret()}`);
  await eve.page.getByText("Cannot be decrypted", { exact: true }).first().waitFor(SOON);
  expect((await readMark(eve.page)).count).toBeNull();
  await moves(ben, 10);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("somebody whose browser is gone takes nothing along, and is seen directly again when back", {
  timeout: 120_000,
}, async () => {
  const [ada, ben] = await shareWithBen("gone");
  await pathOf(ben).toBe("direct");
  await ada.browser.close();
  const again = await scene.open("Ada");
  await joinRoom(again, scene.room("gone"));
  await share(again);
  await expect
    .poll(() => ben.page.locator('video[data-source="screen"]').count(), { timeout: 45_000 })
    .toBe(1);
  await pathOf(ben).toBe("direct");
  await moves(ben, 10);
  expect(ben.complaints).toEqual([]);
});
