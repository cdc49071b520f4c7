import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import { type Member, signUp } from "../harness/member.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();
const button = (page: Member["page"], name: string) => page.getByRole("button", { name, exact: true });

async function friends(): Promise<[Member, Member]> {
  const [ada, ben] = await Promise.all([signUp(scene, "Ada"), signUp(scene, "Ben")]);
  await ada.page.getByLabel("Add a friend").fill(ben.handle);
  await ada.page.keyboard.press("Enter");
  await button(ben.page, "Accept Ada").click();
  await button(ada.page, "Call Ben").waitFor();
  return [ada, ben];
}

test("a call rings on every page of a friend, and both are in one room when it is accepted", {
  timeout: 120_000,
}, async () => {
  const [ada, ben] = await friends();
  const other = await ben.context.newPage();
  await other.goto(`${scene.stack.url}/account`);
  await button(ada.page, "Call Ben").click();
  await ada.page.getByText("Calling Ben…").waitFor();
  await Promise.all([ben.page, other].map((page) => page.getByText("Ada is calling").waitFor()));
  expect(await ben.page.title()).toBe("Ada is calling");
  expect(await seriousFaults(ben.page)).toEqual([]);
  await button(other, "Accept").click();
  await ben.page.getByText("Ada is calling").waitFor({ state: "detached" });
  await ada.page.getByText("Calling Ben…").waitFor({ state: "detached" });
  // Nobody is asked anything more.
  for (const [page, seen] of [
    [ada.page, "Ben"],
    [other, "Ada"],
  ] as const) {
    await button(page, "Leave").waitFor();
    await page.getByText(seen, { exact: true }).first().waitFor();
  }
  expect(new URL(other.url()).pathname).toBe(new URL(ada.page.url()).pathname);
  await ben.page.getByText("Called you").waitFor();
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("a call is declined, taken back, and missed", { timeout: 120_000 }, async () => {
  const [ada, ben] = await friends();
  const other = await ben.context.newPage();
  await other.goto(`${scene.stack.url}/account`);
  await button(ada.page, "Call Ben").click();
  await ben.page.getByText("Ada is calling").waitFor();
  await button(other, "Decline").click();
  for (const page of [ben.page, other]) await page.getByText("Ada is calling").waitFor({ state: "detached" });
  await other.close();
  await ada.page.getByText("Ben cannot talk now.").waitFor();
  await button(ada.page, "Dismiss").click();
  await ada.page.goto(scene.stack.url);
  await ada.page.getByText("Declined", { exact: true }).waitFor();

  await button(ada.page, "Call Ben back").click();
  await ben.page.getByText("Ada is calling").waitFor();
  await button(ada.page, "Cancel").click();
  await ben.page.getByText("You missed a call from Ada.").waitFor();
  await ben.page.getByText("Missed", { exact: true }).waitFor();
  expect(await seriousFaults(ben.page)).toEqual([]);
  // Ada is where they meet already: she need not be asked.
  await button(ben.page, "Call back").click();
  await button(ben.page, "Leave").waitFor();
  await ada.page.getByText("Ben", { exact: true }).first().waitFor();
  await ada.page.getByText("Ben is calling").waitFor({ state: "detached" });
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});
