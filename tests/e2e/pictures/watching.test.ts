import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { shareScreen } from "../harness/browser.ts";
import { drawCamera } from "../harness/codecs.ts";
import { openMark, readMark } from "../harness/mark.ts";
import { keepOnNode } from "../harness/onlooker.ts";
import { arriveBy, comesBy, type Path } from "../harness/paths.ts";
import { countReceived, countSent } from "../harness/rtp.ts";
import { setOwnScene } from "../harness/scene.ts";
import { sentLimits } from "../harness/sent.ts";
import { CAMERAS } from "../harness/shares.ts";
import { showVideo } from "../harness/show-video.ts";

// What one sends goes through a pipe to the others' mediasoup worker.
const scene = setOwnScene({ participantsPerWorker: 1 });

/** A mark that counts so slowly stands still. */
const A_DAY_MS = 86_400_000;
/** What says that a path has been found to be wide, in bit/s. */
const WIDE = 2_000_000;
/** Congestion control would probe for no more than this, if it counted sound: twice 150 kbit/s, and what a probe errs by. */
const TWICE_SOUND = 400_000;

async function receiveAtMost(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("tab", { name: "Video" }).click();
  await page.getByRole("combobox", { name: "Receive at most" }).selectOption({ label });
  await page.getByRole("button", { name: "Done", exact: true }).click();
}

test.for(["node", "direct"] as const)(
  "a share by the path %s that nobody shows stops at its sender, and is back as soon as somebody does",
  {
    timeout: 180_000,
  },
  async (path) => {
    const slug = `watched-${path}`;
    const ada = await scene.arrive("Ada", slug);
    const ben = await arriveBy(scene, path, "Ben", slug);
    await openMark(ada.context, { width: 1280, height: 720 });
    await shareScreen(ada.page, "1080p", "30 fps", "Text", "1 Mbit/s");
    await expect.poll(async () => (await readMark(ben.page)).count, { timeout: 20_000 }).not.toBeNull();
    await comesBy(ben, path);
    expect(await sentLimits(ada.page, path)).toEqual([[1_000_000]]);

    await showVideo(ben.page, false);
    const hiddenAt = performance.now();
    await ben.page.getByText("Video is off").waitFor();
    const stoppedAt = await untilStill(ada.page, 1_500);
    // Two seconds, and what a busy machine takes to say so.
    const stoppedAfterMs = Math.round(stoppedAt - hiddenAt);
    expect(stoppedAfterMs).toBeLessThan(4_000);
    const before = await countSent(ada.page, "video");

    const backAfterMs = await ben.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const video = document.querySelector<HTMLVideoElement>('video[data-source="screen"]');
          const button = document.querySelector<HTMLButtonElement>(".video-off button");
          if (!video || !button) throw new Error("nothing to turn on");
          const from = performance.now();
          video.requestVideoFrameCallback((now) => resolve(now - from));
          button.click();
        }),
    );
    expect(backAfterMs).toBeLessThan(4_000);
    await expect.poll(async () => (await readMark(ben.page)).count, { timeout: 10_000 }).not.toBeNull();
    expect((await countSent(ada.page, "video")).frames).toBeGreaterThan(before.frames);
  },
);

test.for(["node", "direct"] as const)(
  "a share by the path %s that stood still unseen comes back as fast as that carries it",
  {
    timeout: 180_000,
  },
  async (path) => {
    const slug = `still-${path}`;
    const ada = await scene.arrive("Ada", slug);
    const ben = await arriveBy(scene, path, "Ben", slug);
    const still = { stepMs: A_DAY_MS, from: 23_456 };
    await openMark(ada.context, { width: 1280, height: 720 }, still);
    await shareScreen(ada.page, "1080p");
    const shown = async () => (await readMark(ben.page)).count;
    await expect.poll(shown, { timeout: 20_000 }).toBe(still.from);
    await comesBy(ben, path);
    const available = () => availableBitrate(ada.page, path);
    await expect.poll(available, { timeout: 20_000 }).toBeGreaterThan(WIDE);

    await showVideo(ben.page, false);
    await ben.page.getByText("Video is off").waitFor();
    // Of who sends little, congestion control probes the path every five seconds.
    await untilStill(ada.page, 7_000);
    expect(await available()).toBeGreaterThan(WIDE);
    const seen = async () => (await countReceived(ben.page, "video")).frames;
    const before = await seen();
    const lowest = lowestOf(available, 50);
    await ben.page.locator(".video-off button").first().click();
    await expect.poll(seen, { timeout: 20_000 }).toBeGreaterThan(before);
    await expect.poll(shown, { timeout: 20_000 }).toBe(still.from);
    expect(await lowest()).toBeGreaterThan(TWICE_SOUND);
  },
);

test("a moving share is captured in full while nobody shows it", { timeout: 120_000 }, async () => {
  const ada = await scene.arrive("Ada", "unseen");
  const ben = await scene.arrive("Ben", "unseen");
  await openMark(ada.context, { width: 1280, height: 720 }, { scrolls: true });
  await shareScreen(ada.page, "1080p", "30 fps", "Motion");
  await comesBy(ben, "direct");
  await showVideo(ben.page, false);
  await ben.page.getByText("Video is off").waitFor();
  await untilStill(ada.page, 1_500);
  const width = () => capturedWidth(ada.page);
  // A path that was too narrow for it, or a machine too busy, may have had the browser capture it smaller before.
  await expect.poll(width).toBe(1280);
  const lowest = lowestOf(width, 50);
  // Chromium looks at how it sends once in some seconds.
  await delay(6_000);
  expect(await lowest()).toBe(1280);
});

test("a capped viewer stays below its cap while another one has all, and both hear", {
  timeout: 180_000,
}, async () => {
  const ada = await scene.arrive("Ada", "capped");
  const ben = await scene.arrive("Ben", "capped");
  const cleo = await scene.arrive("Cleo", "capped");
  await openMark(ada.context, { width: 1920, height: 1080 }, { scrolls: true });
  await shareScreen(ada.page, "1080p");
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  for (const viewer of [ben, cleo]) {
    await expect.poll(async () => (await readMark(viewer.page)).count, { timeout: 20_000 }).not.toBeNull();
  }
  const rates = async (overMs: number) => {
    const [capped, free] = await Promise.all([ben, cleo].map(({ page }) => receivedBitrate(page, overMs)));
    if (capped === undefined || free === undefined) throw new Error("no rates");
    return { capped, free };
  };
  const CAP = 500_000;
  // Without a cap, both receive more than one would let through.
  await expect
    .poll(async () => Object.values(await rates(2_000)).every(({ video }) => video > CAP), {
      timeout: 60_000,
    })
    .toBe(true);

  await receiveAtMost(ben.page, "0.5 Mbit/s");
  // The node's estimate follows within a second or two.
  await expect.poll(async () => (await rates(2_000)).capped.video, { timeout: 20_000 }).toBeLessThan(CAP);
  // A page of text comes whole or not at all, so what counts is the mean of a while that holds several of them.
  const { capped, free } = await rates(15_000);
  expect(capped.video + capped.audio).toBeLessThan(CAP);
  expect(free.video).toBeGreaterThan(capped.video);
  for (const { audio } of [capped, free]) expect(audio).toBeGreaterThan(5_000);
  // What is left of the picture is still the right one.
  await expect.poll(async () => (await readMark(ben.page)).count, { timeout: 20_000 }).not.toBeNull();

  // What is on stage keeps its pixels, whatever else is to be seen as large.
  await keepOnNode(scene.stack.url, "capped");
  await receiveAtMost(ben.page, "1 Mbit/s");
  await cleo.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  for (const { page } of [ada, ben]) await drawCamera(page, { width: 1280, height: 720 });
  const givesWay = async () => {
    let times = 0;
    for (let look = 0; look < 5; look++) {
      const [whole = 0, capped = 0] = await Promise.all(
        [ada, ben].map(({ page }) => cameraHeight(page, 800)),
      );
      const { width, count } = await readMark(ben.page);
      if (width === 1920 && count !== null && capped < whole) times += 1;
    }
    return times;
  };
  // The node tries now and then whether there is room for more.
  await expect.poll(givesWay, { timeout: 60_000 }).toBeGreaterThanOrEqual(4);
});

/** The height in which the first camera of others comes to a page; 0 where nothing new of it was shown for so long. */
function cameraHeight(page: Page, forMs: number): Promise<number> {
  return page.locator(CAMERAS).evaluate(async (element, forMs) => {
    const video = element as HTMLVideoElement;
    const presented = () => video.getVideoPlaybackQuality().totalVideoFrames;
    const before = presented();
    await new Promise((resolve) => setTimeout(resolve, forMs));
    return presented() > before ? video.videoHeight : 0;
  }, forMs);
}

test("who shows a camera small receives fewer of its pixels", { timeout: 180_000 }, async () => {
  const ada = await scene.arrive("Ada", "small");
  const ben = await scene.arrive("Ben", "small");
  const cleo = await scene.arrive("Cleo", "small");
  await keepOnNode(scene.stack.url, "small");
  await ada.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  for (const { page } of [ben, cleo]) {
    await page.locator('video[data-source="camera"]').waitFor({ timeout: 20_000 });
    // The first frames come in full, whatever is shown.
    await expect.poll(() => receivedHeight(page), { timeout: 20_000 }).toBeGreaterThan(0);
  }
  await drawCamera(cleo.page, { width: 160, height: 90 });
  await drawCamera(ben.page, { width: 1280, height: 720 });
  await expect
    .poll(async () => (await receivedHeight(cleo.page)) < (await receivedHeight(ben.page)), {
      timeout: 20_000,
    })
    .toBe(true);
});

/** The height of the picture that a page decodes now. */
async function receivedHeight(page: Page): Promise<number> {
  return (await countReceived(page, "video")).height;
}

/** What a page receives, in bit/s, as the mean of so many milliseconds. */
async function receivedBitrate(page: Page, overMs: number): Promise<{ audio: number; video: number }> {
  const take = async () => ({
    at: performance.now(),
    audio: (await countReceived(page, "audio")).bytes,
    video: (await countReceived(page, "video")).bytes,
  });
  const before = await take();
  await page.waitForTimeout(overMs);
  const after = await take();
  const rate = (kind: "audio" | "video") =>
    Math.round(((after[kind] - before[kind]) * 8_000) / (after.at - before.at));
  return { audio: rate("audio"), video: rate("video") };
}

/** Waits until a page has encoded no picture for so long; when the last one was, as of `performance.now()`. */
async function untilStill(page: Page, forMs: number): Promise<number> {
  const frames = async () => (await countSent(page, "video")).frames;
  let last = await frames();
  let stoppedAt = performance.now();
  await expect
    .poll(
      async () => {
        const now = await frames();
        if (now !== last) stoppedAt = performance.now();
        last = now;
        return performance.now() - stoppedAt;
      },
      { timeout: forMs + 15_000, interval: 50 },
    )
    .toBeGreaterThan(forMs);
  return stoppedAt;
}

/** What a page believes that it may send by one path, in bit/s; 0 where it does not know yet. */
function availableBitrate(page: Page, path: Path): Promise<number> {
  return page.evaluate(async (path) => {
    let most = 0;
    for (const { connection, isDirect } of globalThis.nearcastConnections) {
      if (isDirect !== (path === "direct") || connection.connectionState === "closed") continue;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type === "candidate-pair") most = Math.max(most, entry.availableOutgoingBitrate ?? 0);
      }
    }
    return most;
  }, path);
}

/** How wide a page's own share is as its browser captures it, in pixels. */
function capturedWidth(page: Page): Promise<number> {
  return page
    .locator('video[data-source="screen"][data-self]')
    .evaluate(({ srcObject }: HTMLVideoElement) => {
      const [track] = (srcObject as MediaStream).getVideoTracks();
      return track?.getSettings().width ?? 0;
    });
}

/** Looks at a figure this often until it is asked for the lowest that it was. */
function lowestOf(look: () => Promise<number>, everyMs: number): () => Promise<number> {
  let lowest = Number.POSITIVE_INFINITY;
  let isOver = false;
  const looking = (async () => {
    do {
      lowest = Math.min(lowest, await look());
      await delay(everyMs);
    } while (!isOver);
  })();
  return async () => {
    isOver = true;
    await looking;
    return lowest;
  };
}
