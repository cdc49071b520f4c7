import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { VIDEO_CODECS } from "../../../protocol/video-codecs.ts";
import { videoPlan } from "../../../web/call/encodings.ts";
import { shareScreen } from "../harness/browser.ts";
import { sentVideo } from "../harness/codecs.ts";
import { readMark, resizeInside } from "../harness/mark.ts";
import { arriveBy, comesBy } from "../harness/paths.ts";
import { setScene } from "../harness/scene.ts";
import { sentLimits } from "../harness/sent.ts";
import { seenSharpness, watchSharpness } from "../harness/sharpness.ts";
import { openText } from "../harness/text-page.ts";

const scene = setScene();
const SMALL = { width: 640, height: 360 };
const FULL_HD = { width: 1920, height: 1080 };
const MIDDLE = { left: 640, top: 360, width: 640, height: 360 };
const SOON = { timeout: 30_000, interval: 300 };

/**
 * Has a cursor blink in a corner: what a busy Chromium has captured smaller than it is, it captures in full again only when something
 * changes in it.
 */
function blink(page: Page): Promise<void> {
  return page.evaluate(() => {
    const cursor = document.createElement("div");
    cursor.style.cssText =
      "position: fixed; right: 0; bottom: 0; width: 8px; height: 16px; background: #181818";
    document.body.append(cursor);
    setInterval(() => {
      cursor.hidden = !cursor.hidden;
    }, 400);
  });
}

test.for(["node", "direct"] as const)(
  "a window of text that is made larger while it is shared by the path %s is as sharp as one that began so",
  { timeout: 180_000 },
  async (path) => {
    const slug = `resized-${path}`;
    const ada = await scene.arrive("Ada", slug);
    const ben = await arriveBy(scene, path, "Ben", slug);
    const { page: text } = await openText(ada.context, FULL_HD);
    await resizeInside(ada.context, text, SMALL);
    await blink(text);
    await shareScreen(ada.page, "1080p");
    const shown = async () => (await readMark(ben.page)).width;
    await expect.poll(shown, SOON).toBe(SMALL.width);
    await comesBy(ben, path);
    const name = (await sentVideo(ada.page))[0]?.codec;
    const codec = VIDEO_CODECS.find((each) => each === name);
    if (codec === undefined) throw new Error(`sent in ${name}`);
    const limits = (size: typeof SMALL) => {
      const picture = {
        source: "screen",
        content: "text",
        frameRate: 15,
        maxBitrate: null,
        ...size,
      } as const;
      return [videoPlan(codec, picture, () => true).encodings.map(({ maxBitrate }) => maxBitrate)];
    };
    await expect.poll(() => sentLimits(ada.page, path), SOON).toEqual(limits(SMALL));

    await resizeInside(ada.context, text, FULL_HD);
    await watchSharpness(ben.page, text, MIDDLE);
    await expect.poll(async () => (await seenSharpness(ben.page)).likeness, SOON).toBeGreaterThan(0.98);
    await expect.poll(() => sentLimits(ada.page, path), SOON).toEqual(limits(FULL_HD));
    expect([...ada.complaints, ...ben.complaints]).toEqual([]);
  },
);
