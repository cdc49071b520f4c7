import { expect, test } from "vitest";
import { joinRoom, shareScreen } from "../harness/browser.ts";
import { expectLivePicture, sentVideo } from "../harness/codecs.ts";
import { recordFrames } from "../harness/frames.ts";
import { openMark } from "../harness/mark.ts";
import { arriveByNode } from "../harness/paths.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

test("a small window in motion is published once, in the sizes that it has", {
  timeout: 60_000,
}, async () => {
  const ada = await scene.open("Ada");
  const { sent } = recordFrames(ada.page);
  await joinRoom(ada, scene.room("once"));
  const ben = await arriveByNode(scene, "Ben", "once");
  const mark = await openMark(ada.context, { width: 640, height: 360 });
  await shareScreen(ada.page, "1080p", "30 fps", "Motion");
  await expectLivePicture(mark, ben.page);
  // By then its size has been looked at more than once.
  await expect
    .poll(async () => (await sentVideo(ada.page)).at(-1)?.framesEncoded, { timeout: 20_000 })
    .toBeGreaterThan(60);
  const messages = sent.flatMap((text): { type?: string; source?: string; size?: object }[] =>
    JSON.parse(text),
  );
  const published = messages.filter(({ type, source }) => type === "publish" && source === "screen");
  expect(published.map(({ size }) => size)).toEqual([{ width: 640, height: 360 }]);
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});
