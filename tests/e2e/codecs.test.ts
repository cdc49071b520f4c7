import { expect, test } from "vitest";
import { VIDEO_CODECS, type VideoCodec } from "../../protocol/video-codecs.ts";
import { type Person, shareScreen } from "./harness/browser.ts";
import {
  arriveWith,
  drawCamera,
  expectLivePicture,
  receivedStreams,
  type SentVideo,
  sentVideo,
} from "./harness/codecs.ts";
import { openMark } from "./harness/mark.ts";
import { arriveByNode } from "./harness/paths.ts";
import { countReceived } from "./harness/rtp.ts";
import { setOwnScene } from "./harness/scene.ts";

// What one sends goes through a pipe to the others' mediasoup worker.
const scene = setOwnScene({ participantsPerWorker: 1 });
const PATIENCE = { timeout: 30_000 };

/**
 * A camera's streams: the size of each, as a part of the largest one's, and its layers; and how many times smaller than in full it
 * comes to who shows it small.
 */
const CAMERA: Readonly<Record<VideoCodec, { readonly sent: readonly string[]; readonly smallest: number }>> =
  {
    av1: { sent: ["1 L1T2"], smallest: 1 },
    vp9: { sent: ["1 L3T3_KEY"], smallest: 4 },
    h264: { sent: ["1/4 L1T2", "1/2 L1T2", "1 L1T2"], smallest: 4 },
    vp8: { sent: ["1/4 L1T3", "1/2 L1T3", "1 L1T3"], smallest: 4 },
  };

/** What has been encoded, as in CAMERA: a busy machine makes all sizes smaller. */
function sizesOf(sent: readonly SentVideo[]): string[] {
  const encoded = sent.filter(({ framesEncoded }) => framesEncoded > 0);
  const largest = encoded.at(-1)?.frameHeight ?? 0;
  return encoded.map(({ frameHeight, scalabilityMode }) => {
    const times = largest / frameHeight;
    return `${times === 1 ? 1 : `1/${times}`} ${scalabilityMode}`;
  });
}

test.for(VIDEO_CODECS)(
  "%s flows through the node, a camera in all its sizes, and its frames are right",
  { timeout: 120_000 },
  async (codec) => {
    const ada = await arriveWith(scene, "Ada", `codec-${codec}`, [codec]);
    const ben = await arriveByNode(scene, "Ben", `codec-${codec}`);
    const cleo = await arriveByNode(scene, "Cleo", `codec-${codec}`);
    await ada.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
    await drawCamera(ben.page, { width: 1280, height: 720 });
    await drawCamera(cleo.page, { width: 160, height: 90 });
    const { sent: wanted, smallest } = CAMERA[codec];
    await expect.poll(async () => sizesOf(await sentVideo(ada.page)), PATIENCE).toEqual(wanted);
    const seenBy = ({ page }: Person) => countReceived(page, "video");
    const ratio = async () => (await seenBy(ben)).height / (await seenBy(cleo)).height;
    await expect.poll(ratio, PATIENCE).toBe(smallest);
    for (const viewer of [ben, cleo]) {
      const { frames } = await seenBy(viewer);
      await expect.poll(async () => (await seenBy(viewer)).frames, PATIENCE).toBeGreaterThan(frames + 10);
    }
    await ada.page.getByRole("button", { name: "Turn camera off", exact: true }).click();

    const mark = await openMark(ada.context, { width: 1280, height: 720 });
    await shareScreen(ada.page, "1080p");
    await expectLivePicture(mark, ben.page);
    const [sent] = await sentVideo(ada.page);
    expect(sent).toMatchObject({ codec });
    expect([...ada.complaints, ...ben.complaints, ...cleo.complaints]).toEqual([]);
  },
);

test("a person's voice and face play in step, and a screen with neither", { timeout: 120_000 }, async () => {
  const ada = await scene.arrive("Ada", "in-step");
  const ben = await arriveByNode(scene, "Ben", "in-step");
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await ada.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  await expect.poll(async () => (await receivedStreams(ben.page)).length, { timeout: 30_000 }).toBe(3);
  const received = await receivedStreams(ben.page);
  const [voice] = received.filter(({ kind }) => kind === "audio");
  const pictures = received.filter(({ kind }) => kind === "video");
  expect(pictures.filter(({ stream }) => stream === voice?.stream)).toHaveLength(1);
  expect(new Set(pictures.map(({ stream }) => stream)).size).toBe(2);
});
