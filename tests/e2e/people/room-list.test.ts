import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import { press } from "../harness/controls.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

test("somebody finds their rooms again, gives one another address in mid-call, and deletes it", {
  timeout: 120_000,
}, async () => {
  const id = crypto.randomUUID().slice(0, 8);
  const ada = await scene.open("Ada");
  await ada.page.goto(`${scene.stack.url}/sign-in`);
  await press(ada, "Create an account");
  for (const [label, text] of [
    ["Your name", "Ada"],
    ["E-mail", `ada-${id}@nearcast.test`],
    ["Password", "correct horse battery"],
  ] as const)
    await ada.page.getByLabel(label, { exact: true }).fill(text);
  await ada.page.keyboard.press("Enter");
  await ada.page.getByRole("link", { name: "Your account: Ada" }).waitFor();

  // A room of somebody else's, and two of her own.
  const ben = await scene.arrive("Ben", `bens-${id}`);
  for (const slug of [`bens-${id}`, `attic-${id}`, `kitchen-${id}`]) {
    await ada.page.goto(scene.room(slug));
    await press(ada, "Join");
    await press(ada, "Leave");
  }
  await ada.page.goto(scene.stack.url);
  const own = ada.page.getByRole("region", { name: "Your rooms" });
  const recent = ada.page.getByRole("region", { name: "Recent rooms" });
  await own.getByText(`kitchen-${id}`).waitFor();
  expect(await own.getByRole("link").count()).toBe(2);
  await recent.getByText(`bens-${id}`).waitFor();
  expect(await seriousFaults(ada.page)).toEqual([]);
  await recent.getByRole("button", { name: /^Forget/ }).click();
  await recent.waitFor({ state: "detached" });
  await own.getByRole("button", { name: /^Delete Attic/ }).click();
  await own.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
  await own.getByText(`attic-${id}`).waitFor({ state: "detached" });
  await ada.page.reload();
  await own.getByText(`kitchen-${id}`).waitFor();
  expect(await own.getByRole("link").count()).toBe(1);

  await own.getByRole("link").click();
  await press(ada, "Join");
  await press(ada, "Room settings");
  await ada.page.getByRole("tab", { name: "Room", exact: true }).click();
  const address = ada.page.getByLabel("Address", { exact: true });
  await address.fill("No address!");
  await ada.page.getByRole("alert").filter({ hasText: "inner hyphens" }).waitFor();
  await address.fill(`bens-${id}`);
  await address.press("Enter");
  await ada.page.getByRole("alert").filter({ hasText: "Choose another address" }).waitFor();
  await address.fill(`parlour-${id}`);
  await address.press("Enter");
  await ada.page.waitForURL(`**/r/parlour-${id}`);
  expect(await seriousFaults(ada.page)).toEqual([]);
  await press(ada, "Done");

  await ben.page.goto(scene.room(`parlour-${id}`));
  await press(ben, "Join");
  await ben.page.getByRole("button", { name: "Leave", exact: true }).waitFor();
  await press(ada, "Room settings");
  await ada.page.getByRole("tab", { name: "Room", exact: true }).click();
  await press(ada, "Delete the room");
  await ada.page.getByRole("alertdialog").getByRole("button", { name: "Delete the room" }).click();
  for (const { page } of [ada, ben])
    await page.getByRole("heading", { name: "The room was deleted", exact: true }).waitFor();
  await press(ada, "Go to the start page");
  await own.waitFor({ state: "detached" });
});
