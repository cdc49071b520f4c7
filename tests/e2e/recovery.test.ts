import { expect, test } from "vitest";
import { type Person, shareScreen } from "./harness/browser.ts";
import { logFrames, smoothness, takeFrames } from "./harness/frame-log.ts";
import { openMark, readMark } from "./harness/mark.ts";
import { keepOnNode } from "./harness/onlooker.ts";
import { arriveBy, comesBy, shownPath } from "./harness/paths.ts";
import { setOwnScene } from "./harness/scene.ts";
import { servingNode } from "./harness/serving-node.ts";

const scene = setOwnScene({ nodes: 2 });

async function say({ page }: Person, text: string): Promise<void> {
  const message = page.getByRole("textbox", { name: "Message" });
  if (!(await message.isVisible())) await page.getByRole("button", { name: "Chat", exact: true }).click();
  await message.fill(text);
  await page.keyboard.press("Enter");
}

/** Waits until the share's picture has moved on by so many steps. */
async function expectsMovement(viewer: Person, steps: number): Promise<void> {
  const from = (await readMark(viewer.page)).count ?? -1;
  await expect
    .poll(async () => (await readMark(viewer.page)).count ?? -1, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(from + steps);
}

test.for(["direct", "node"] as const)(
  "media by the path %s flows on while the edge is away, and everybody is back as themselves",
  {
    timeout: 180_000,
  },
  async (path) => {
    const arrive = (name: string) => arriveBy(scene, path, name, `resume-${path}`);
    const [ada, ben] = [await arrive("Ada"), await arrive("Ben")];
    await openMark(ada.context, { width: 1920, height: 1080 });
    await shareScreen(ada.page, "1080p");
    await expect.poll(async () => (await readMark(ben.page)).count, { timeout: 30_000 }).not.toBeNull();
    // With two in the room it comes directly before long, where it can.
    await comesBy(ben, path);
    const tracks = () =>
      ben.page.evaluate(() => {
        const video = document.querySelector<HTMLVideoElement>('video[data-source="screen"]');
        return (video?.srcObject as MediaStream | null)?.getTracks().map(({ id }) => id);
      });
    const before = await tracks();

    const restarted = scene.stack.restartEdge();
    await ben.page.getByText("Reconnecting…", { exact: true }).waitFor({ timeout: 20_000 });
    await expectsMovement(ben, 2);
    await restarted;
    await ben.page.getByText("Connected", { exact: true }).waitFor({ timeout: 30_000 });
    await ada.page.getByText("Connected", { exact: true }).waitFor({ timeout: 30_000 });
    // The same stream, not another one in its place.
    expect(await tracks()).toEqual(before);
    await expectsMovement(ben, 5);
    expect(await shownPath(ben.page)).toBe(path);

    await say(ben, "Still here?");
    await ada.page.getByRole("button", { name: "Chat", exact: true }).click();
    await ada.page.getByText("Still here?", { exact: true }).waitFor();
    await ada.page.getByRole("button", { name: "People", exact: true }).click();
    expect(await ada.page.getByRole("figure").filter({ hasText: "Ben" }).count()).toBe(1);
  },
);

test("a node that dies in mid-share is replaced by the other one", { timeout: 180_000 }, async () => {
  const ada = await scene.arrive("Ada", "failover");
  const ben = await scene.arrive("Ben", "failover");
  await openMark(ada.context, { width: 1920, height: 1080 });
  await shareScreen(ada.page, "1080p");
  await expect.poll(async () => (await readMark(ben.page)).count, { timeout: 30_000 }).not.toBeNull();

  // With two in the room it would come directly before long.
  await keepOnNode(scene.stack.url, "failover");
  await logFrames(ben.page);
  await expectsMovement(ben, 10);
  const serving = await servingNode(scene.stack);
  await takeFrames(ben.page);
  await serving.kill();
  await expectsMovement(ben, 60);
  // The last picture of the one stays until the first one of the other is there.
  expect(smoothness(await takeFrames(ben.page))).toMatchObject({ dark: [], stepsBack: 0 });
});

test("chat outlasts a restart of everything", { timeout: 180_000 }, async () => {
  const ada = await scene.arrive("Ada", "lasting");
  await say(ada, "Remember this.");
  await ada.page.getByText("Remember this.", { exact: true }).waitFor();
  await scene.restart();
  const ben = await scene.arrive("Ben", "lasting");
  await ben.page.getByRole("button", { name: "Chat", exact: true }).click();
  await ben.page.getByText("Remember this.", { exact: true }).waitFor();
});
