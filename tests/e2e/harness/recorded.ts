import { fileURLToPath } from "node:url";
import type { Download } from "playwright-core";
import type { Person } from "./browser.ts";
import { installMarkReader } from "./mark-reader.ts";

declare global {
  var Mediabunny: typeof import("mediabunny");
}

/** What reads the frames of a file, as a script that makes the global. */
const READER = fileURLToPath(
  new URL("../../../node_modules/mediabunny/dist/bundles/mediabunny.min.cjs", import.meta.url),
);

/** Decoders are for pages that are secure, as everything is that comes from here. */
const SECURE = "http://localhost/recorded";

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
  /** The mark of the share in each of its frames; null where a frame shows none. Times are in seconds. */
  marks(): Promise<{ at: number; count: number | null }[]>;
}

/** Opens what was saved, in another tab. */
export async function openRecorded({ context }: Person, download: Download): Promise<Recorded> {
  const page = await context.newPage();
  await page.route(SECURE, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: '<!doctype html><input type="file"><video muted></video>',
    }),
  );
  await page.goto(SECURE);
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
  await page.addScriptTag({ path: READER });
  await installMarkReader(page);
  return { ...facts, name: download.suggestedFilename(), marks: () => page.evaluate(readMarks, SHARE) };
}

/** Runs in the page. It decodes frame by frame: what a player shows after a jump may be a frame of before for a while. */
async function readMarks(share: {
  width: number;
  height: number;
}): Promise<{ at: number; count: number | null }[]> {
  const file = document.querySelector("input")?.files?.[0];
  if (!file) throw new Error("there is no recording");
  const { ALL_FORMATS, BlobSource, Input, VideoSampleSink } = globalThis.Mediabunny;
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error("there is no picture in the recording");
  const marks: { at: number; count: number | null }[] = [];
  for await (const sample of new VideoSampleSink(track).samples()) {
    marks.push({ at: sample.timestamp, count: nearcastReadMark(sample.toCanvasImageSource(), share) });
    sample.close();
  }
  return marks;
}
