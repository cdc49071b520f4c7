import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

/** A page of somebody whose browser speaks this language, and the scripts that it has loaded. */
async function openIn(locale: string): Promise<{ page: Page; scripts: string[] }> {
  const { browser } = await scene.open("Ada");
  const page = await (await browser.newContext({ locale, permissions: ["microphone", "camera"] })).newPage();
  const scripts: string[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith(".js")) scripts.push(response.url());
  });
  await page.goto(scene.stack.url);
  return { page, scripts };
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const spoken = (page: Page) => page.evaluate(() => document.documentElement.lang);

test("the page speaks as the browser does, or as it is told to, and loads what it needs for that alone", {
  timeout: 90_000,
}, async () => {
  const english = await openIn("fr-FR");
  await english.page.getByRole("button", { name: "New room" }).waitFor();
  expect(await spoken(english.page)).toBe("en");
  expect(english.scripts.filter((url) => url.includes("german"))).toEqual([]);

  const { page, scripts } = await openIn("de-AT");
  await page.getByRole("button", { name: "Neuer Raum" }).waitFor();
  expect(await spoken(page)).toBe("de");
  expect(scripts.some((url) => url.includes("german"))).toBe(true);
  expect(await seriousFaults(page)).toEqual([]);
  await page.goto(scene.room(`raum-${crypto.randomUUID()}`));
  await page.getByLabel("Dein Name").fill("Ada");
  await press(page, "Beitreten");
  await page.getByRole("button", { name: "Verlassen", exact: true }).waitFor();
  await page.getByText("Verbunden", { exact: true }).waitFor();
  await press(page, "Chat");
  await page.getByRole("textbox", { name: "Nachricht" }).fill("Hallo");
  await page.keyboard.press("Enter");
  await page.getByRole("log", { name: "Unterhaltung" }).getByText("Hallo").waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await press(page, "Verlassen");
  await page.getByText("Du hast den Raum verlassen").waitFor();

  await page.goto(scene.stack.url);
  await page.getByLabel("Sprache").selectOption("English");
  await page.getByRole("button", { name: "New room" }).waitFor();
  await page.reload();
  await page.getByRole("button", { name: "New room" }).waitFor();
  expect(await spoken(page)).toBe("en");
});

test("what the server refuses is said in the page's language", { timeout: 60_000 }, async () => {
  const { page } = await openIn("de-DE");
  await page.goto(`${scene.stack.url}/sign-in`);
  await page.getByLabel("E-Mail", { exact: true }).fill("niemand@nearcast.test");
  await page.getByLabel("Passwort", { exact: true }).fill("ganz falsches Passwort");
  await page.keyboard.press("Enter");
  await page.getByText("Die E-Mail-Adresse oder das Passwort ist falsch.").waitFor();
  expect(await seriousFaults(page)).toEqual([]);
});
