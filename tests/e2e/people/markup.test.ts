import { expect, test } from "vitest";
import type { Person } from "../harness/browser.ts";
import { press } from "../harness/controls.ts";
import { signUp } from "../harness/member.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

/** Something that a page which took it for markup would make a picture of, and run. */
const markupFor = (where: string) => `<img src=x onerror=hacked=1>${where}`;

/** It is there as it was written, and nothing was made of it. */
async function seesText({ page }: Person, where: string): Promise<void> {
  await page.getByText(markupFor(where)).first().waitFor();
  const made = await page.evaluate(() => ({
    pictures: document.querySelectorAll('img[src="x"]').length,
    hacked: "hacked" in globalThis,
  }));
  expect([where, made]).toEqual([where, { pictures: 0, hacked: false }]);
}

test("markup in whatever people write is text, to who writes it and to the others", {
  timeout: 180_000,
}, async () => {
  const [ada, ben] = [await signUp(scene, "Ada"), await signUp(scene, "Ben")];
  await ada.page.getByLabel("Add a friend").fill(ben.handle);
  await ada.page.keyboard.press("Enter");
  await press(ben, "Accept Ada");

  await ada.page.goto(`${scene.stack.url}/account`);
  await ada.page.getByLabel("Name", { exact: true }).fill(markupFor("name"));
  await ada.page.getByLabel("Status").fill(markupFor("status"));
  await press(ada, "Save");
  await seesText(ada, "name");
  await seesText(ben, "name");
  await seesText(ben, "status");

  const url = scene.room(`markup-${crypto.randomUUID()}`);
  await ada.page.goto(url);
  await press(ada, "Join");
  await press(ada, "Room settings");
  await ada.page.getByRole("tab", { name: "Room", exact: true }).click();
  await ada.page.getByLabel("Room name", { exact: true }).fill(markupFor("title"));
  await ada.page.keyboard.press("Enter");
  await seesText(ada, "title");
  await press(ada, "Done");

  await ben.page.goto(url);
  await seesText(ben, "title");
  await press(ben, "Join");
  for (const person of [ada, ben]) await press(person, "Chat");
  const chosen = ada.page.waitForEvent("filechooser");
  await press(ada, "Attach files");
  const file = { name: `${markupFor("file")}.txt`, mimeType: "text/plain", buffer: Buffer.from("words") };
  await (await chosen).setFiles([file]);
  await ada.page
    .getByRole("textbox", { name: "Message" })
    .fill(`${markupFor("chat")}\n\`${markupFor("code")}\``);
  await press(ada, "Send");
  for (const person of [ada, ben])
    for (const where of ["chat", "code", "file", "name"]) await seesText(person, where);
  expect(ben.complaints).toEqual([]);
});
