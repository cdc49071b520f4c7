import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { shareScreen } from "./harness/browser.ts";
import { currentMark, readPicture } from "./harness/mark.ts";
import { setScene } from "./harness/scene.ts";
import { expectsMarks, largest, openMarkFrom, PATIENCE, SCREENS, shareTwo } from "./harness/shares.ts";
import { watchPicture } from "./harness/watch-picture.ts";

const scene = setScene();

test("shares come to the front and fill the screen, by keys and by hand", { timeout: 120_000 }, async () => {
  const ada = await scene.arrive("Ada", "front");
  const ben = await scene.arrive("Ben", "front");
  await shareTwo(ada);
  const screens = ben.page.locator(SCREENS);
  await expect.poll(() => screens.count(), PATIENCE).toBe(2);
  const widths = () => screens.evaluateAll((all) => all.map((video) => video.clientWidth));
  const differ = async () => {
    const [one = 0, other = 0] = await widths();
    return Math.max(one, other) > 2 * Math.min(one, other);
  };
  expect(await differ()).toBe(false);
  await ben.page.keyboard.press("n");
  await expect.poll(differ).toBe(true);
  expect(await largest(ben)).toBe("Ada’s screen 1");
  await ben.page.keyboard.press("n");
  await expect.poll(() => largest(ben)).toBe("Ada’s screen 2");
  await ben.page.getByRole("button", { name: "Bring Ada’s screen 1 to the front" }).click();
  await expect.poll(() => largest(ben)).toBe("Ada’s screen 1");

  const full = () =>
    ben.page.evaluate(() => document.fullscreenElement?.querySelector(".caption-name")?.textContent ?? null);
  await ben.page.keyboard.press("f");
  await expect.poll(full).toBe("Ada’s screen 1");
  await ben.page.keyboard.press("n");
  await expect.poll(full).toBe("Ada’s screen 2");
  await ben.page.keyboard.press("f");
  await expect.poll(full).toBe(null);
  await ben.page.getByLabel("Picture of Ada’s screen 2").dblclick({ position: { x: 200, y: 200 } });
  await expect.poll(full).toBe("Ada’s screen 2");
  await ben.page.getByRole("button", { name: "Leave full screen: Ada’s screen 2" }).click();
  await expect.poll(full).toBe(null);

  await ben.page.keyboard.press("g");
  await expect.poll(differ).toBe(false);
});

test("a share floats, or has its own window, and comes back", { timeout: 120_000 }, async () => {
  const ada = await scene.arrive("Ada", "windows");
  const ben = await scene.arrive("Ben", "windows");
  const mark = await openMarkFrom(ada, 0);
  await shareScreen(ada.page, "1080p");
  await expectsMarks(ben, mark);
  const video = await ben.page.$(SCREENS);
  if (!video) throw new Error("there is no screen");
  const watch = await watchPicture(video);

  const floating = () => ben.page.evaluate(() => document.pictureInPictureElement?.tagName ?? null);
  await ben.page.getByRole("button", { name: "Picture in picture: Ada’s screen" }).click();
  await expect.poll(floating).toBe("VIDEO");
  await expectsMarks(ben, mark);
  await ben.page.getByRole("button", { name: "Picture in picture: Ada’s screen" }).click();
  await expect.poll(floating).toBe(null);

  const open = async () => {
    const [opened] = await Promise.all([
      ben.context.waitForEvent("page"),
      ben.page.getByRole("button", { name: "Open in its own window: Ada’s screen" }).click(),
    ]);
    return opened;
  };
  const showsMark = async (page: Page) => {
    const inside = await page.$("video");
    const { count } = inside ? await readPicture(inside) : { count: null };
    return count !== null && Math.abs((await currentMark(mark.page)) - count) < 100;
  };
  const first = await open();
  await expect.poll(() => showsMark(first), PATIENCE).toBe(true);
  await ben.page.getByText("In its own window").waitFor();
  await ben.page.getByRole("button", { name: "Bring Ada’s screen back from its window" }).click();
  await expect.poll(() => first.isClosed(), PATIENCE).toBe(true);
  await ben.page.getByText("In its own window").waitFor({ state: "detached" });
  await expectsMarks(ben, mark);
  // All the while the picture in the room went on.
  expect(await watch.seen()).toMatchObject({ connected: true, emptied: 0, unreadable: 0 });

  // Where the browser has no window that stays above others, it is a usual one.
  await ben.page.evaluate(() =>
    Object.defineProperty(window, "documentPictureInPicture", { value: undefined }),
  );
  const second = await open();
  await expect.poll(() => showsMark(second), PATIENCE).toBe(true);
  await ada.page.getByRole("button", { name: "Stop sharing", exact: true }).click();
  await expect.poll(() => second.isClosed(), PATIENCE).toBe(true);
  expect(ben.complaints).toEqual([]);
});

test("on the narrowest phone everything has its place", { timeout: 60_000 }, async () => {
  const { browser } = await scene.open("Ada");
  const context = await browser.newContext({
    viewport: { width: 320, height: 640 },
    permissions: ["microphone", "camera"],
  });
  const page = await context.newPage();
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  /** What reaches beyond the window's right edge and is to be pressed, written in or read. Tabs are moved by the finger. */
  const outside = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("button:not([role=tab]), a, input, textarea, select, h1, h2")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.getAttribute("aria-label") ?? element.textContent),
    );
  await page.goto(scene.stack.url);
  await page.getByRole("button", { name: "New room" }).waitFor();
  expect(await outside()).toEqual([]);
  await page.goto(scene.room("a-weekly-review-with-a-long-name"));
  await page.getByRole("textbox", { name: "Your name" }).fill("Ada");
  expect(await outside()).toEqual([]);
  await button("Join").click();
  await button("Record the call").waitFor();
  expect(await outside()).toEqual([]);
  for (const panel of ["Chat", "People"]) {
    await button(panel).click();
    await page.locator(`#${panel.toLowerCase()}-panel`).waitFor();
    expect([panel, await outside()]).toEqual([panel, []]);
    await page.keyboard.press("Escape");
  }
  for (const dialog of ["Room settings", "Settings"]) {
    await button(dialog).click();
    await page.getByRole("dialog").waitFor();
    expect([dialog, await outside()]).toEqual([dialog, []]);
    await page.keyboard.press("Escape");
  }
  await button("Record the call").click();
  await button("Stop recording").waitFor();
  expect(await outside()).toEqual([]);
});
