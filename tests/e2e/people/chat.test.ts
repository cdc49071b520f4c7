import { Client } from "pg";
import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import { type Person, rejoin } from "../harness/browser.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

/** Runs statements in the database itself. */
async function inDatabase(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: scene.stack.databaseUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Makes a room in which so many messages have been written before anybody of today comes. */
async function roomWithHistory(slug: string, count: number): Promise<void> {
  const response = await fetch(`${scene.stack.url}/api/rooms`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ slug }),
  });
  expect(response.status).toBe(201);
  await inDatabase(
    `INSERT INTO messages (room_id, seq, version, message_id, participant_id, author_id, author_name, body, sent_at)
     SELECT id, n, n, gen_random_uuid(), owner_id, owner_id, 'Grace', 'message ' || n, now() - (1000 - n) * interval '1 minute'
     FROM rooms, generate_series(1, ${count}) AS n WHERE slug = '${slug}'`,
  );
}

async function openChat({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Chat", exact: true }).click();
}

const message = ({ page }: Person, text: string) => page.getByText(text, { exact: true });
const conversation = ({ page }: Person) => page.getByRole("log", { name: "Conversation" });

/** Where a message is in the window. */
async function topOf(person: Person, text: string): Promise<number> {
  return (await message(person, text).boundingBox())?.y ?? Number.NaN;
}

test("what was written before is there by scrolling up, and waits for the database where that is away", {
  timeout: 60_000,
}, async () => {
  await roomWithHistory("old-talk", 130);
  const ada = await scene.arrive("Ada", "old-talk");
  await openChat(ada);
  await message(ada, "message 130").waitFor();
  expect(await message(ada, "message 80").count()).toBe(0);

  await conversation(ada).evaluate((list) => list.scrollTo({ top: 40 }));
  const seen = await topOf(ada, "message 81");
  await message(ada, "message 31").waitFor({ state: "attached" });
  expect(Math.abs((await topOf(ada, "message 81")) - seen)).toBeLessThan(40);

  await inDatabase("ALTER TABLE messages RENAME TO messages_elsewhere");
  await conversation(ada).evaluate((list) => list.scrollTo({ top: 0 }));
  await ada.page.getByText("Older messages cannot be reached right now.").waitFor();
  await inDatabase("ALTER TABLE messages_elsewhere RENAME TO messages");
  await ada.page.getByRole("button", { name: "Try again" }).click();
  await message(ada, "message 1").waitFor({ state: "attached" });
  await expect.poll(() => ada.page.getByRole("button", { name: "Show older messages" }).count()).toBe(0);
  expect(await conversation(ada).getByRole("listitem").count()).toBe(130);
});

test("people change, answer, react to and delete messages, by mouse and by keys", {
  timeout: 60_000,
}, async () => {
  const slug = `talk-${crypto.randomUUID()}`;
  const ada = await scene.arrive("Ada", slug);
  const ben = await scene.arrive("Ben", slug);
  for (const person of [ada, ben]) await openChat(person);
  const write = async ({ page }: Person, text: string) => {
    await page.getByRole("textbox", { name: "Message" }).fill(text);
    await page.keyboard.press("Enter");
  };
  const item = ({ page }: Person, text: string) =>
    page.getByRole("log").getByRole("listitem").filter({ hasText: text }).first();

  await write(ben, "Teh first line");
  await message(ada, "Teh first line").waitFor();
  await ben.page.locator(".message.stored").waitFor();
  await ben.page.keyboard.press("ArrowUp");
  await write(ben, "The first line");
  await item(ada, "The first line (edited)").waitFor();

  await item(ada, "The first line").hover();
  await ada.page.getByRole("button", { name: "Reply", exact: true }).click();
  await write(ada, "And the second");
  const quote = ben.page.getByRole("button", { name: "In reply to Ben" });
  await expect.poll(() => quote.textContent()).toContain("The first line");
  await quote.click();
  await expect
    .poll(() => ben.page.evaluate(() => document.activeElement?.textContent ?? ""))
    .toContain("The first line");

  // Ben's focus is on the message that was answered; the answer is the next one.
  await ben.page.keyboard.press("ArrowDown");
  await ben.page.getByRole("button", { name: "React", exact: true }).click();
  await ben.page.getByRole("button", { name: "🎉" }).click();
  await ada.page.getByRole("button", { name: "🎉 Ben" }).click();
  await ben.page.getByRole("button", { name: "🎉 Ben, Ada", pressed: true }).waitFor();

  await write(ada, "@Ben: run `x` as in https://near.example/<b>\n```\n<script>alert(1)</script>\n```");
  const told = item(ben, "@Ben: run x");
  expect(await told.locator(".mention.self").textContent()).toBe("@Ben");
  expect(await told.locator("pre").textContent()).toBe("<script>alert(1)</script>");
  const link = told.getByRole("link");
  expect([
    await link.getAttribute("href"),
    await link.getAttribute("rel"),
    await link.getAttribute("target"),
  ]).toEqual(["https://near.example/", "noopener noreferrer nofollow", "_blank"]);

  // A participant deletes their own, the owner anybody's.
  await item(ben, "And the second").hover();
  expect(await ben.page.getByRole("button", { name: "Delete" }).count()).toBe(0);
  await item(ada, "The first line (edited)").focus();
  await ada.page.keyboard.press("Delete");
  await ada.page.keyboard.press("Enter");
  await item(ben, "This message was deleted.").waitFor();

  // What happened is there for who comes back, as their own.
  await ben.page.reload();
  await rejoin(ben);
  await openChat(ben);
  await ben.page.getByRole("button", { name: "🎉 Ben, Ada", pressed: true }).waitFor();
  await item(ben, "This message was deleted.").waitFor();
  for (const { name, complaints } of [ada, ben]) expect(complaints, `${name}'s console`).toEqual([]);
});

test("what was written long ago is found by its words, and gone to, by keys alone", {
  timeout: 60_000,
}, async () => {
  const slug = `found-${crypto.randomUUID()}`;
  await roomWithHistory(slug, 130);
  await inDatabase(
    `UPDATE messages SET body = 'The <b>harbour</b> is closed' FROM rooms WHERE rooms.id = room_id AND slug = '${slug}' AND seq = 7`,
  );
  const ada = await scene.arrive("Ada", slug);
  await scene.arrive("Ben", slug);
  const { page } = ada;
  await openChat(ada);
  await message(ada, "message 130").waitFor();
  await page.getByRole("button", { name: "Search the chat" }).press("Enter");
  const field = page.getByRole("searchbox", { name: "Search for" });
  await field.waitFor();
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.type("nowhere");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing found.").waitFor();
  await field.fill("harb closed");
  await page.keyboard.press("Enter");
  await page.getByText("1 message found", { exact: true }).waitFor();
  const result = page.getByRole("search").getByRole("listitem");
  expect(await result.locator("mark").allTextContents()).toEqual(["harb", "closed"]);
  expect(await result.textContent()).toContain("The <b>harbour</b> is closed");
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const gone = () =>
    conversation(ada).evaluate((list) =>
      list.contains(document.activeElement) ? (document.activeElement?.textContent ?? "") : "",
    );
  await expect.poll(gone, { timeout: 10_000 }).toContain("The <b>harbour</b> is closed");

  await field.fill("message");
  await field.press("Enter");
  await page.getByText("20 or more messages found").waitFor();
  await page.getByRole("button", { name: "Find more" }).click();
  await page.getByText("40 or more messages found").waitFor();
  await field.press("Escape");
  await expect.poll(() => page.getByRole("search").count()).toBe(0);
  expect(ada.complaints).toEqual([]);
});
