import { Client } from "pg";
import { expect, test } from "vitest";
import type { Person } from "./harness/browser.ts";
import { setScene } from "./harness/scene.ts";

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
    `INSERT INTO messages (room_id, seq, message_id, participant_id, author_name, body, sent_at)
     SELECT id, n, gen_random_uuid(), gen_random_uuid(), 'Grace', 'message ' || n, now() - (1000 - n) * interval '1 minute'
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
