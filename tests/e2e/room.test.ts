import { expect, test } from "vitest";
import { type Person, rejoin, shareScreen } from "./harness/browser.ts";
import { currentMark, openMark, readMark } from "./harness/mark.ts";
import { setScene } from "./harness/scene.ts";
import { expectsMoving } from "./harness/shares.ts";

const scene = setScene();
const FULL_HD = { width: 1920, height: 1080 };

/** The id of the one remote person whose camera the viewer sees. */
function cameraOwner(viewer: Person): Promise<string | null> {
  return viewer.page
    .locator('video[data-source="camera"]:not([data-self])')
    .getAttribute("data-participant", { timeout: 15_000 });
}

async function expectsMark(viewer: Person, mark: Person["page"]): Promise<void> {
  await expectsMoving(viewer);
  const { width, height } = await readMark(viewer.page);
  expect({ width, height }).toEqual(FULL_HD);
  // It shows what the sharer's window showed a moment ago.
  const behind = async () => (await currentMark(mark)) - ((await readMark(viewer.page)).count ?? 0);
  await expect.poll(behind, { timeout: 30_000 }).toBeLessThan(50);
  expect(await behind()).toBeGreaterThanOrEqual(0);
}

test("three people share, watch, chat and come back", { timeout: 240_000 }, async () => {
  const ada = await scene.arrive("Ada", "design-review");
  const ben = await scene.arrive("Ben", "design-review");
  const cleo = await scene.arrive("Cleo", "design-review");
  await expect.poll(() => ben.page.getByText("Cleo").count()).toBeGreaterThan(0);

  const mark = await openMark(ada.context, FULL_HD);
  await shareScreen(ada.page, "1080p");
  await expectsMark(ben, mark);
  await expectsMark(cleo, mark);

  const dan = await scene.arrive("Dan", "design-review");
  await expectsMark(dan, mark);

  await ben.page.getByRole("button", { name: "Chat", exact: true }).click();
  await ben.page.getByRole("textbox", { name: "Message" }).fill("Line 12 is blurred, no?");
  await ben.page.keyboard.press("Enter");
  await cleo.page.getByRole("button", { name: "Chat", exact: true }).click();
  await cleo.page.getByText("Line 12 is blurred, no?", { exact: true }).waitFor();

  await ada.page.getByRole("button", { name: "Stop sharing", exact: true }).click();
  await expect.poll(() => ben.page.locator('video[data-source="screen"]').count()).toBe(0);
  await ada.page.getByRole("button", { name: "Share screen", exact: true }).waitFor();

  await ben.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  const before = await cameraOwner(cleo);
  await ben.page.reload();
  await rejoin(ben);
  expect(await cameraOwner(cleo)).toBe(before);
  await expect.poll(() => cleo.page.getByRole("figure").count()).toBe(4);
  await ben.page.getByRole("button", { name: "Chat", exact: true }).click();
  await ben.page.getByText("Line 12 is blurred, no?", { exact: true }).waitFor();

  await dan.page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect.poll(() => cleo.page.getByRole("figure").count()).toBe(3);
  for (const { name, complaints } of [ada, ben, cleo, dan])
    expect(complaints, `${name}'s console`).toEqual([]);
});
