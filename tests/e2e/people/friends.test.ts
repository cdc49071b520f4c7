import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import { type Member, signUp } from "../harness/member.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();
const friends = ({ page }: Member) => page.getByRole("region", { name: "Friends" });
const press = (who: Member, name: string) => friends(who).getByRole("button", { name, exact: true }).click();

async function ask(who: Member, handle: string): Promise<void> {
  await friends(who).getByLabel("Add a friend").fill(handle);
  await who.page.keyboard.press("Enter");
}

test("two people become friends, part, and one blocks the other", { timeout: 120_000 }, async () => {
  const [ada, ben] = await Promise.all([signUp(scene, "Ada"), signUp(scene, "Ben")]);
  await friends(ada).getByText("Nobody yet.").waitFor();
  await friends(ada).getByText(`@${ada.handle}`).waitFor();
  await ask(ada, "No handle!");
  await friends(ada).getByRole("alert").filter({ hasText: "3 to 30" }).waitFor();
  // As people write and as phones do.
  await ask(ada, ` @${ben.handle.toUpperCase()} `);
  await friends(ada)
    .getByRole("status")
    .filter({ hasText: `You asked @${ben.handle}.` })
    .waitFor();
  await friends(ada).getByText("Not answered yet").waitFor();
  await press(ada, `Take back @${ben.handle}`);
  await friends(ada).getByText("Not answered yet").waitFor({ state: "detached" });
  await ask(ada, ben.handle);
  await friends(ada).getByText("Not answered yet").waitFor();

  await friends(ben).getByText("Want to be friends").waitFor();
  expect(await seriousFaults(ben.page)).toEqual([]);
  await press(ben, "Accept Ada");
  await friends(ben).getByText("Want to be friends").waitFor({ state: "detached" });
  await friends(ben).getByText(`@${ada.handle}`).waitFor();
  await ben.page.getByRole("link", { name: "Your account: Ben" }).click();
  await ben.page.getByLabel("Status").fill("In the attic");
  await ben.page.getByRole("button", { name: "Save", exact: true }).click();
  await ben.page.getByText("Saved.").waitFor();
  await ben.page.goto(scene.stack.url);
  await friends(ada).getByText("In the attic").waitFor();
  await friends(ada)
    .getByRole("listitem")
    .filter({ hasText: `@${ben.handle}` })
    .waitFor();
  await press(ada, "Actions for Ben");
  expect(await seriousFaults(ada.page)).toEqual([]);
  await press(ada, "Remove");
  const question = ada.page.getByRole("alertdialog");
  await question.getByText("Remove Ben from your friends?").waitFor();
  await question.getByRole("button", { name: "Remove", exact: true }).click();
  await friends(ada).getByText("Nobody yet.").waitFor();

  await friends(ben).getByText("Nobody yet.").waitFor();
  await ask(ben, ada.handle);
  await friends(ben).getByText("Not answered yet").waitFor();
  await press(ada, "Block");
  await ada.page.getByRole("alertdialog").getByRole("button", { name: "Block", exact: true }).click();
  await friends(ada).getByText("Blocked (1)").click();
  expect(await seriousFaults(ada.page)).toEqual([]);
  await ask(ada, ben.handle);
  await friends(ada).getByRole("alert").filter({ hasText: "You have blocked" }).waitFor();
  await press(ada, "Unblock Ben");
  await friends(ada).getByText("Blocked (1)").waitFor({ state: "detached" });
  // Ben has heard of none of this.
  await friends(ben).getByText("Not answered yet").waitFor();
  expect([...ada.complaints, ...ben.complaints].filter((line) => !line.includes("409"))).toEqual([]);
});

test("friends see each other come, call and go, as far as each of them lets them", {
  timeout: 120_000,
}, async () => {
  const [ada, ben] = await Promise.all([signUp(scene, "Ada"), signUp(scene, "Ben")]);
  await ask(ada, ben.handle);
  // Nothing is loaded again: each page hears of the other one.
  await press(ben, "Accept Ada");
  const row = friends(ada)
    .getByRole("listitem")
    .filter({ hasText: `@${ben.handle}` });
  await row.getByText("Online").waitFor();
  await friends(ben).getByText("Online").waitFor();
  expect(await seriousFaults(ada.page)).toEqual([]);

  const slug = `attic-${crypto.randomUUID().slice(0, 8)}`;
  const tab = await ben.context.newPage();
  await tab.goto(scene.room(slug));
  await tab.getByRole("button", { name: "Join", exact: true }).click();
  await row.getByText("In a call").waitFor();
  expect(await row.getByRole("link").count()).toBe(0);
  await friends(ben).getByText("How friends see you").click();
  await friends(ben).getByRole("switch", { name: "Let friends join my calls" }).check();
  expect(await seriousFaults(ben.page)).toEqual([]);
  await row.getByRole("link", { name: /^Join Ben in Attic/ }).click();
  await ada.page.getByRole("button", { name: "Join", exact: true }).click();
  await ada.page.getByRole("button", { name: "Leave", exact: true }).waitFor();
  await ada.page.goto(scene.stack.url);
  await tab.close();
  await row.getByText("Online").waitFor();

  await friends(ben).getByRole("switch", { name: "Appear offline" }).check();
  await friends(ben).getByText("You appear offline.").waitFor();
  await row.getByText("Online").waitFor({ state: "detached" });
  await friends(ben).getByText("Online").waitFor();
  await friends(ben).getByRole("switch", { name: "Appear offline" }).uncheck();
  await row.getByText("Online").waitFor();
  await press(ada, "Actions for Ben");
  await press(ada, "Block");
  await ada.page.getByRole("alertdialog").getByRole("button", { name: "Block", exact: true }).click();
  await friends(ben).getByText("Nobody yet.").waitFor();
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});
