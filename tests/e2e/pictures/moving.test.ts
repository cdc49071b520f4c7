import { expect, test } from "vitest";
import { VIDEO_CODECS } from "../../../protocol/video-codecs.ts";
import { shareScreen } from "../harness/browser.ts";
import { arriveWith, countBlanks, expectLivePicture, sentVideo } from "../harness/codecs.ts";
import { openMark } from "../harness/mark.ts";
import { arriveBy, comesBy } from "../harness/paths.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

test.for(["node", "direct"] as const)(
  "a room by the path %s moves for somebody who decodes less, and moves back; the picture never goes",
  {
    timeout: 180_000,
  },
  async (path) => {
    const slug = `moving-${path}`;
    const ada = await arriveWith(scene, "Ada", slug, VIDEO_CODECS);
    const ben = await arriveBy(scene, path, "Ben", slug);
    const mark = await openMark(ada.context, { width: 1280, height: 720 });
    await shareScreen(ada.page, "1080p");
    await expectLivePicture(mark, ben.page);
    await comesBy(ben, path);
    const codecs = async () => [...new Set((await sentVideo(ada.page)).map(({ codec }) => codec))];
    expect(await codecs()).toEqual(["av1"]);

    const blanks = await countBlanks(ben.page);
    const cleo = await arriveWith(scene, "Cleo", slug, ["vp8"]);
    await expectLivePicture(mark, cleo.page);
    await expect.poll(codecs, { timeout: 20_000 }).toEqual(["vp8"]);
    await expectLivePicture(mark, ben.page);
    await cleo.page.getByRole("button", { name: "Leave", exact: true }).click();
    await expect.poll(codecs, { timeout: 40_000 }).toEqual(["av1"]);
    await expectLivePicture(mark, ben.page);
    expect(await blanks()).toBe(0);
    expect([...ada.complaints, ...ben.complaints, ...cleo.complaints]).toEqual([]);
  },
);

test("who decodes nothing that is sent is told so, and the others see it", { timeout: 120_000 }, async () => {
  const ada = await arriveWith(scene, "Ada", "no-codec", ["av1"]);
  const ben = await scene.arrive("Ben", "no-codec");
  const cleo = await arriveWith(scene, "Cleo", "no-codec", ["vp8"]);
  const mark = await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  await expectLivePicture(mark, ben.page);
  await cleo.page.getByText("Your browser cannot show this").waitFor();
  expect(await ben.page.getByText("Your browser cannot show this").count()).toBe(0);
});
