import { expect, test } from "vitest";
import { VIDEO_CODECS } from "../../protocol/video-codecs.ts";
import { shareScreen } from "./harness/browser.ts";
import { arriveWith, expectLivePicture, receivedStreams, sentVideo } from "./harness/codecs.ts";
import { openMark } from "./harness/mark.ts";
import { arriveByNode } from "./harness/paths.ts";
import { setScene } from "./harness/scene.ts";

// What one sends goes through a pipe to the others' mediasoup worker.
const scene = setScene({ participantsPerWorker: 1 });

test.for(VIDEO_CODECS)(
  "%s flows through the node, and its frames are right",
  { timeout: 120_000 },
  async (codec) => {
    const ada = await arriveWith(scene, "Ada", `codec-${codec}`, [codec]);
    const ben = await arriveByNode(scene, "Ben", `codec-${codec}`);
    const mark = await openMark(ada.context, { width: 1280, height: 720 });
    await shareScreen(ada.page, "1080p");
    await expectLivePicture(mark, ben.page);
    const [sent] = await sentVideo(ada.page);
    expect(sent).toMatchObject({ codec });
    expect([...ada.complaints, ...ben.complaints]).toEqual([]);
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
