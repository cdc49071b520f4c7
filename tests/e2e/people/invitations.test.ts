import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import type { Person } from "../harness/browser.ts";
import { press } from "../harness/controls.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

const isIn = ({ page }: Person) => page.getByRole("button", { name: "Leave", exact: true }).waitFor();

test("a room asks for its password, but not of who comes by an invitation", {
  timeout: 120_000,
}, async () => {
  const slug = `quiet-corner-${crypto.randomUUID().slice(0, 8)}`;
  const url = scene.room(slug);
  const ada = await scene.arrive("Ada", slug);
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);

  await press(ada, "Room settings");
  await ada.page.getByLabel("Password").fill("open sesame");
  await press(ada, "Set password");
  await ada.page.getByRole("button", { name: "Change password" }).waitFor();
  expect(await seriousFaults(ada.page)).toEqual([]);

  const ben = await scene.open("Ben");
  await ben.page.goto(url);
  await ben.page.getByRole("textbox", { name: "Your name" }).fill("Ben");
  const field = ben.page.getByLabel("Room password");
  await field.fill("open barley");
  expect(await seriousFaults(ben.page)).toEqual([]);
  await press(ben, "Join");
  await ben.page.getByText("That is not the password").waitFor();
  await field.fill("open sesame");
  await press(ben, "Join");
  await isIn(ben);

  await ada.page.getByRole("tab", { name: "Invitations" }).click();
  await ada.page.getByRole("radio", { name: "1", exact: true }).check();
  await press(ada, "Make a link");
  await ada.page.getByText("used 0 of 1").waitFor();
  expect(await seriousFaults(ada.page)).toEqual([]);
  const invitation = await ada.page.evaluate(() => navigator.clipboard.readText());
  expect(invitation.startsWith(`${url}#invite=`)).toBe(true);

  const cy = await scene.open("Cy");
  await cy.page.goto(invitation);
  await cy.page.getByRole("textbox", { name: "Your name" }).fill("Cy");
  await press(cy, "Join");
  await isIn(cy);
  await ada.page.getByRole("tab", { name: "Access" }).click();
  await ada.page.getByRole("tab", { name: "Invitations" }).click();
  await ada.page.getByText("used 1 of 1").waitFor();

  const di = await scene.open("Di");
  await di.page.goto(invitation);
  await di.page.getByText("The invitation in this link is over or used up.").waitFor();
});
