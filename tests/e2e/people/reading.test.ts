import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import { type Person, rejoin } from "../harness/browser.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

const openChat = ({ page }: Person) => page.getByRole("button", { name: "Chat", exact: true }).click();
const closeChat = ({ page }: Person) => page.getByRole("button", { name: "Close panel" }).click();
const box = ({ page }: Person) => page.getByRole("textbox", { name: "Message", exact: true });
const line = ({ page }: Person) => page.locator(".typing");
const seenMark = ({ page }: Person) => page.locator(".message-seen");

async function write(person: Person, text: string): Promise<void> {
  await box(person).fill(text);
  await person.page.keyboard.press("Enter");
  await person.page.locator(".message.stored", { hasText: text }).waitFor();
}

test("people see who is writing, and who has read what they wrote", { timeout: 60_000 }, async () => {
  const slug = `reading-${crypto.randomUUID()}`;
  const ada = await scene.arrive("Ada", slug);
  const ben = await scene.arrive("Ben", slug);
  for (const person of [ada, ben]) await openChat(person);

  await box(ben).pressSequentially("He");
  await expect.poll(() => line(ada).textContent()).toBe("Ben is writing…");
  await expect
    .poll(() => ada.page.locator("[aria-live=polite]", { hasText: "Ben is writing" }).count())
    .toBe(1);
  expect(await line(ben).textContent()).toBe("");
  await box(ben).fill("");
  await expect.poll(() => line(ada).textContent()).toBe("");

  await write(ben, "Hello Ada");
  await expect.poll(() => seenMark(ben).textContent()).toBe("Seen by Ada");
  // What comes while the list shows something else, or is closed, is not read.
  await closeChat(ada);
  await write(ben, "Are you there?");
  await expect.poll(() => ada.page.locator(".badge").getAttribute("data-count")).toBe("1");
  expect(await seenMark(ben).count()).toBe(0);
  await openChat(ada);
  await expect.poll(() => seenMark(ben).textContent()).toBe("Seen by Ada");
  expect(await ada.page.locator(".unread-mark").count()).toBe(1);
  // Ben has looked on all the while: to him nothing is new.
  expect(await ben.page.locator(".unread-mark").count()).toBe(0);
  for (const { page } of [ada, ben]) expect(await seriousFaults(page)).toEqual([]);
  for (const { name, complaints } of [ada, ben]) expect(complaints, `${name}'s console`).toEqual([]);
});

test("who comes back is shown what was written meanwhile, from where it is new", {
  timeout: 60_000,
}, async () => {
  const slug = `reading-${crypto.randomUUID()}`;
  const ada = await scene.arrive("Ada", slug);
  const ben = await scene.arrive("Ben", slug);
  for (const person of [ada, ben]) await openChat(person);
  await write(ada, "Before");
  await expect.poll(() => seenMark(ada).textContent()).toBe("Seen by Ben");
  await ben.page.getByRole("button", { name: "Leave", exact: true }).click();
  for (const text of ["While one", "While two"]) await write(ada, text);

  await ben.page.goto(`${scene.stack.url}/r/${slug}`);
  await rejoin(ben);
  await expect.poll(() => ben.page.locator(".badge").getAttribute("data-count")).toBe("2");
  await openChat(ben);
  const first = ben.page.getByRole("log").getByRole("listitem").filter({ hasText: "While one" });
  expect(await first.locator(".unread-mark").textContent()).toBe("New");
  expect(await ben.page.locator(".unread-mark").count()).toBe(1);
  await expect.poll(() => seenMark(ada).textContent()).toBe("Seen by Ben");
  await closeChat(ben);
  await openChat(ben);
  await ben.page.getByText("While two", { exact: true }).waitFor();
  expect(await ben.page.locator(".unread-mark").count()).toBe(0);
});

test("nothing is read in a list that shows another place", { timeout: 60_000 }, async () => {
  const slug = `reading-${crypto.randomUUID()}`;
  const ada = await scene.arrive("Ada", slug);
  const ben = await scene.arrive("Ben", slug);
  for (const person of [ada, ben]) await openChat(person);
  await write(ada, `A long story${"\nand so on".repeat(150)}`);
  const log = ben.page.getByRole("log");
  await expect.poll(() => seenMark(ada).textContent()).toBe("Seen by Ben");
  await log.evaluate(
    (list) =>
      new Promise((scrolled) => {
        list.addEventListener("scroll", scrolled, { once: true });
        list.scrollTo({ top: 0 });
      }),
  );
  await write(ada, "The end");
  await ben.page.getByText("The end", { exact: true }).waitFor({ state: "attached" });
  expect(await seenMark(ada).count()).toBe(0);
  await log.evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
  await expect.poll(() => seenMark(ada).textContent()).toBe("Seen by Ben");
});
