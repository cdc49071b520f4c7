import type { Download } from "playwright-core";
import type { Person } from "./browser.ts";
import { readPicture } from "./mark.ts";

/** Where the share is in a recording, whose people stand beside it. */
const SHARE = { width: 1920, height: 1080 };

/** A recording, opened in a browser. */
export interface Recorded {
  readonly name: string;
  /** In seconds. */
  readonly duration: number;
  readonly width: number;
  readonly height: number;
  /** The loudest moment of its sound, 0 to 1. */
  readonly loudest: number;
  /** Jumps to a moment, in seconds, and reads the mark of the share that is shown there. */
  markAt(seconds: number): Promise<number | null>;
}

/** Opens what was saved, in another tab. */
export async function openRecorded({ context }: Person, download: Download): Promise<Recorded> {
  const page = await context.newPage();
  await page.setContent('<!doctype html><input type="file"><video muted></video>');
  await page.locator("input").setInputFiles(await download.path());
  const facts = await page.evaluate(async () => {
    const video = document.querySelector("video");
    const file = document.querySelector("input")?.files?.[0];
    if (!video || !file) throw new Error("there is no recording");
    const opened = new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(video.error?.message));
    });
    video.src = URL.createObjectURL(file);
    await opened;
    const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await file.arrayBuffer());
    const loudest = sound.getChannelData(0).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return { duration: video.duration, width: video.videoWidth, height: video.videoHeight, loudest };
  });
  const video = page.locator("video");
  const jumpTo = (seconds: number) =>
    video.evaluate(
      (element: HTMLVideoElement, seconds) =>
        new Promise((resolve) => {
          element.onseeked = resolve;
          element.currentTime = seconds;
        }),
      seconds,
    );
  return {
    ...facts,
    name: download.suggestedFilename(),
    markAt: async (seconds) => {
      await jumpTo(seconds);
      const element = await video.elementHandle();
      return element ? (await readPicture(element, SHARE)).count : null;
    },
  };
}
