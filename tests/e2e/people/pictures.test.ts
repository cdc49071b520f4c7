import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import { joinRoom, type Person } from "../harness/browser.ts";
import { signUp } from "../harness/member.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

/** A picture that is wider than high: red at its sides, blue in its middle. */
async function wideFlag({ page }: Person): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 900, height: 300 });
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    for (const [color, x] of [
      ["red", 0],
      ["blue", 300],
      ["red", 600],
    ] as const) {
      context.fillStyle = color;
      context.fillRect(x, 0, 300, 300);
    }
    return canvas.toDataURL("image/png");
  });
  return Buffer.from(url.replace(/^.*,/, ""), "base64");
}

async function choose({ page }: Person, file: Buffer): Promise<void> {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a picture" }).click();
  await (await chosen).setFiles({ name: "me.png", mimeType: "image/png", buffer: file });
}

/** The size of a person's picture where it is shown, and the colour of a corner of it. */
function shown({ page }: Person, where: string): Promise<{ size: number[]; corner: number[] }> {
  const image = page.locator(`${where} img.avatar`).first();
  return image.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    const { naturalWidth: width, naturalHeight: height } = element;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    context?.drawImage(element, 0, 0);
    const corner = context?.getImageData(3, 3, 1, 1).data ?? [];
    return { size: [width, height], corner: [...corner].map((part) => Math.round(part / 128)) };
  });
}

test("a picture is chosen, made small, and seen wherever one is", { timeout: 90_000 }, async () => {
  const ada = await signUp(scene, "Ada");
  await ada.page.getByRole("link", { name: "Your account: Ada" }).click();
  await choose(ada, Buffer.from("no picture at all"));
  await ada.page.getByText("That is no picture that this browser can read.").waitFor();
  await choose(ada, await wideFlag(ada));
  const portrait = { size: [256, 256], corner: [0, 0, 2, 2] };
  expect(await shown(ada, ".picture-row")).toEqual(portrait);
  expect(await shown(ada, ".account-link")).toEqual(portrait);
  expect(await seriousFaults(ada.page)).toEqual([]);

  const slug = `faces-${crypto.randomUUID()}`;
  await ada.page.goto(scene.room(slug));
  await ada.page.getByRole("button", { name: "Join", exact: true }).click();
  const ben = await scene.open("Ben");
  await joinRoom(ben, scene.room(slug));
  expect(await shown(ben, ".tile")).toEqual(portrait);
  await ben.page.getByRole("button", { name: "People", exact: true }).click();
  expect(await shown(ben, ".person")).toEqual(portrait);
  expect(await seriousFaults(ben.page)).toEqual([]);

  await ada.page.goto(`${scene.stack.url}/account`);
  await ada.page.reload();
  expect(await shown(ada, ".account-link")).toEqual(portrait);
  await ada.page.getByRole("button", { name: "Remove it" }).click();
  await ada.page.locator(".picture-row img.avatar").waitFor({ state: "detached" });
  await ada.page.locator(".account-link img.avatar").waitFor({ state: "detached" });
});
