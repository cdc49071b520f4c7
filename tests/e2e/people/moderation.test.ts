import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import { joinRoom, type Person } from "../harness/browser.ts";
import { press } from "../harness/controls.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

/** Opens the room's page and asks to come in, where that is for somebody to decide. */
async function knock({ page }: Person, url: string, name: string): Promise<void> {
  await page.goto(url);
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  await page.getByRole("button", { name: "Join", exact: true }).click();
}

const heading = ({ page }: Person, name: string) => page.getByRole("heading", { name, exact: true });

test("somebody looks after a room: its door, its rules, its hands, and who is in it", {
  timeout: 120_000,
}, async () => {
  const slug = `town-hall-${crypto.randomUUID().slice(0, 8)}`;
  const url = scene.room(slug);
  const ada = await scene.arrive("Ada", slug);
  const ben = await scene.open("Ben");

  await press(ada, "Room settings");
  await ada.page.getByRole("radio", { name: "Everybody", exact: true }).check();
  expect(await seriousFaults(ada.page)).toEqual([]);
  await press(ada, "Done");

  await knock(ben, url, "Ben");
  await heading(ben, "You will be let in soon").waitFor();
  expect(await seriousFaults(ben.page)).toEqual([]);
  await press(ada, "People");
  await press(ada, "Let in: Ben");
  await ben.page.getByRole("button", { name: "Leave", exact: true }).waitFor();

  await press(ben, "React or raise hand");
  await press(ben, "Raise hand");
  await ada.page.getByRole("img", { name: "hand raised, number 1" }).waitFor();
  await press(ada, "Lower all hands");
  await ada.page.getByRole("img", { name: "hand raised, number 1" }).waitFor({ state: "detached" });
  await press(ben, "React or raise hand");
  await press(ben, "🎉");
  await ada.page.locator(".cheer", { hasText: "Ben" }).waitFor();
  await ben.page.keyboard.press("Escape");

  await press(ada, "Room settings");
  await ada.page.getByRole("tab", { name: "Permissions" }).click();
  await ada.page.getByRole("combobox", { name: "Who may share a screen" }).selectOption("moderator");
  await ben.page.getByRole("button", { name: "Share screen" }).waitFor({ state: "detached" });
  await press(ada, "Done");

  await press(ada, "Actions for Ben");
  await press(ada, "Ban");
  await ada.page.getByRole("alertdialog").getByRole("button", { name: "Ban", exact: true }).click();
  await heading(ben, "You were banned from this room").waitFor();
  // A new cookie and another name are looked at by somebody.
  await ben.context.clearCookies();
  await knock(ben, url, "Bernard");
  await ada.page.getByText("From the same network as somebody who was banned").waitFor();
  await press(ada, "Refuse: Bernard");
  await heading(ben, "You were not let in").waitFor();

  await press(ada, "Room settings");
  await ada.page.getByRole("tab", { name: "Bans" }).click();
  await press(ada, "End ban: Ben");
  await ada.page.getByText("Nobody is banned.").waitFor();
  await ada.page.getByRole("tab", { name: "Access" }).click();
  await ada.page.getByRole("switch", { name: "Lock the room" }).check();
  await press(ada, "Done");
  const cleo = await scene.open("Cleo");
  await cleo.page.goto(url);
  await cleo.page.getByText("This room is locked").waitFor();
  await press(ada, "Room settings");
  await ada.page.getByRole("switch", { name: "Lock the room" }).click();
  await ada.page.getByRole("switch", { name: "Lock the room", checked: false }).waitFor();
  await ada.page.getByRole("radio", { name: "Nobody", exact: true }).check();
  await press(ada, "Done");
  await joinRoom(cleo, url);
  expect(ada.complaints).toEqual([]);
});
