import { test } from "vitest";
import { press } from "../harness/controls.ts";
import { looksWell } from "../harness/looks.ts";
import { signUp } from "../harness/member.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

test("the settings of a room are good to look at and to use, small and large, light and dark", {
  timeout: 240_000,
}, async () => {
  const ada = await scene.arrive("Ada", `a-room-with-quite-a-long-name-${crypto.randomUUID().slice(0, 8)}`);
  await press(ada, "Room settings");
  const tabs = ada.page.getByRole("dialog").getByRole("tab");
  await tabs.first().waitFor();
  for (const tab of await tabs.all()) {
    await tab.click();
    await looksWell(ada.page, `room-settings-${(await tab.innerText()).toLowerCase()}`);
  }
});

test("home and the profile are, too", { timeout: 240_000 }, async () => {
  const [ada, ben] = await Promise.all(["Ada", "Ben"].map((name) => signUp(scene, name)));
  if (!ada || !ben) throw new Error("nobody");
  await ada.page.getByLabel("Add a friend").fill(ben.handle);
  await ada.page.keyboard.press("Enter");
  await press(ben, "Accept Ada");
  await press(ada, "Call Ben");
  await press(ben, "Decline");
  await ada.page.getByText("Ben cannot talk now.").waitFor();
  const cy = await signUp(scene, "Cy");
  await cy.page.getByLabel("Add a friend").fill(ada.handle);
  await cy.page.keyboard.press("Enter");
  await cy.page.getByRole("status").getByText(`@${ada.handle}`).waitFor();
  await ada.page.goto(scene.room(`a-room-with-quite-a-long-name-${crypto.randomUUID().slice(0, 8)}`));
  await press(ada, "Join");
  await press(ada, "Leave");

  await ada.page.goto(scene.stack.url);
  await ada.page.getByText("Declined", { exact: true }).waitFor();
  await ada.page.getByRole("button", { name: "Accept Cy" }).waitFor();
  await looksWell(ada.page, "home");
  await ada.page.goto(`${scene.stack.url}/account`);
  await ada.page.getByText("This browser", { exact: true }).waitFor();
  await looksWell(ada.page, "profile");
});

test("and so is what a stranger sees", { timeout: 120_000 }, async () => {
  const { page } = await scene.open("Eve");
  await page.goto(scene.stack.url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await looksWell(page, "home-of-a-guest");
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await looksWell(page, "sign-in");
  await page.getByRole("button", { name: "Create an account", exact: true }).click();
  await looksWell(page, "sign-up");
});
