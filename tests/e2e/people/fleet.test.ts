import { expect, test } from "vitest";
import { PATHS } from "../../../protocol/api.ts";
import { seriousFaults } from "../harness/axe.ts";
import { looksWell } from "../harness/looks.ts";
import { setOwnScene } from "../harness/scene.ts";

const scene = setOwnScene({ nodes: 2 });

test("an operator sees the nodes and who is on them, drains one, and the call goes on elsewhere", {
  timeout: 120_000,
}, async () => {
  const { url, fleetToken } = scene.stack;
  const operator = await scene.open("Olga");
  const { page } = operator;
  await page.goto(`${url}/fleet`);
  const token = page.getByLabel("Fleet token", { exact: true });
  const show = page.getByRole("button", { name: "Show the fleet", exact: true });
  await token.fill("this is not it, whatever it is long");
  await show.click();
  await page.getByRole("alert").filter({ hasText: "That is not this fleet’s token." }).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await token.fill(fleetToken);
  await show.click();
  const rows = page.getByRole("row").filter({ has: page.getByRole("rowheader") });
  await expect.poll(() => rows.count()).toBe(2);
  await expect.poll(() => rows.filter({ hasText: "Ready" }).count()).toBe(2);
  expect(await page.getByRole("meter").count()).toBe(4);

  const regions = page.getByRole("list", { name: "Regions", exact: true }).getByRole("listitem");
  await regions.filter({ hasText: /nodes: 2 · wanted: [2-9]/ }).waitFor();

  // It is kept nowhere.
  expect(page.url()).not.toContain(fleetToken);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  expect(kept).not.toContain(fleetToken);

  const ada = await scene.arrive("Ada", "watched");
  const ben = await scene.arrive("Ben", "watched");
  const busy = rows.filter({ has: page.getByRole("button", { name: /^Show rooms of/ }) });
  await expect.poll(() => busy.count(), { timeout: 15_000 }).toBe(1);
  await page.getByText("Nodes: 2 · rooms: 1 · people: 2").waitFor();
  await busy.getByRole("button", { name: /^Show rooms of/ }).click();
  await page
    .getByRole("list", { name: /^Rooms of local-/ })
    .getByText("people: 2")
    .waitFor();

  await looksWell(page, "fleet", [1280, 860, 320]);
  await page.setViewportSize({ width: 1280, height: 900 });

  const name = (await busy.getByRole("rowheader").locator("b").textContent()) ?? "";
  const drain = page.getByRole("button", { name: `Drain ${name}`, exact: true });
  await drain.click();
  const question = page.getByRole("alertdialog", { name: /takes no new rooms/ });
  await question.getByRole("button", { name: "Cancel", exact: true }).click();
  await drain.click();
  await question.getByRole("button", { name: "Drain", exact: true }).click();
  await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(1);
  await page.getByText("Nodes: 1 · rooms: 1 · people: 2").waitFor();
  await regions.filter({ hasText: /nodes: 1 · wanted: [1-9]/ }).waitFor();
  const headers = { Authorization: `Bearer ${fleetToken}` };
  const gone = await fetch(url + PATHS.fleetNode(name), { headers });
  expect(gone.status).toBe(404);
  for (const person of [ada, ben]) {
    await person.page.getByRole("status").filter({ hasText: "Connected" }).waitFor();
    expect(person.complaints).toEqual([]);
  }

  // The last one is removed: the room says that it waits for another one.
  await page.getByRole("button", { name: /^Remove local-/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByText("No media node is registered.").waitFor();
  await ada.page.getByRole("status").filter({ hasText: "Media interrupted" }).waitFor({ timeout: 15_000 });
  await page.getByRole("button", { name: "Forget the token", exact: true }).click();
  await token.waitFor();
  expect(await token.inputValue()).toBe("");
});
