import { expect, test } from "vitest";
import { currentMark, readPicture } from "./harness/mark.ts";
import { arriveByNode } from "./harness/paths.ts";
import { setOwnScene } from "./harness/scene.ts";
import { servingNode } from "./harness/serving-node.ts";
import { expectsMarks, PATIENCE, SCREENS, shareTwo } from "./harness/shares.ts";
import { watchPicture } from "./harness/watch-picture.ts";

const scene = setOwnScene({ nodes: 2 });

test("two screens of one person keep their tiles and pictures when they come by another node", {
  timeout: 180_000,
}, async () => {
  const ada = await scene.arrive("Ada", "moved");
  const ben = await arriveByNode(scene, "Ben", "moved");
  const [first, second] = await shareTwo(ada);
  await expectsMarks(ben, first, second);
  const [opened] = await Promise.all([
    ben.context.waitForEvent("page"),
    ben.page.getByRole("button", { name: "Open in its own window: Ada’s screen 1" }).click(),
  ]);
  const inWindow = async () => {
    const video = await opened.$("video");
    const { count } = video ? await readPicture(video) : { count: null };
    return count === null ? Number.POSITIVE_INFINITY : Math.abs((await currentMark(first.page)) - count);
  };
  await expect.poll(inWindow, PATIENCE).toBeLessThan(100);

  const tracks = () =>
    ben.page.$$eval(SCREENS, (videos) =>
      videos.map((video) => ((video as HTMLVideoElement).srcObject as MediaStream).getVideoTracks()[0]?.id),
    );
  const before = await tracks();
  const watches = await Promise.all((await ben.page.$$(SCREENS)).map(watchPicture));
  await (await servingNode(scene.stack)).kill();
  await expect
    .poll(async () => (await tracks()).filter((id) => id && !before.includes(id)).length, { timeout: 60_000 })
    .toBe(2);

  await expectsMarks(ben, first, second);
  await expect.poll(inWindow, PATIENCE).toBeLessThan(100);
  for (const watch of watches) {
    const seen = await watch.seen();
    expect(seen).toMatchObject({ connected: true, missing: 0, emptied: 0 });
    // The dying node may cut a frame off, and that may be presented twice.
    expect(seen.unreadable).toBeLessThanOrEqual(2);
  }
  expect(await ben.page.getByText("Ada’s screen 2", { exact: true }).count()).toBe(1);
});
