import { readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileChooser, Page } from "playwright-core";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../scripts/testing/temporary.ts";
import { seriousFaults } from "../harness/axe.ts";
import { type Person, rejoin } from "../harness/browser.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();

const NOTES = Buffer.from("Notes of the meeting\n");

async function openChat({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Chat", exact: true }).click();
}

/** Chooses files to send, as one does in the browser's own dialog. */
async function choose(
  { page }: Person,
  ...files: { name: string; mimeType: string; buffer: Buffer }[]
): Promise<void> {
  await (await chooser(page)).setFiles(files);
}

async function chooser(page: Page): Promise<FileChooser> {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  return chosen;
}

const attached = ({ page }: Person) => page.getByRole("list", { name: "Attached files" });
const conversation = ({ page }: Person) => page.getByRole("log", { name: "Conversation" });
const picture = (person: Person, name: string) =>
  conversation(person).getByRole("button", { name: `Open ${name}` });

/** How large a picture is that the browser has decoded, in pixels. */
async function shownSize(person: Person, name: string): Promise<[number, number]> {
  const image = picture(person, name).locator("img");
  await image.waitFor();
  return image.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    return [element.naturalWidth, element.naturalHeight];
  });
}

/** Has files come to the message's box as from the clipboard, or to the chat as they are dropped. */
async function hand(
  { page }: Person,
  how: "paste" | "drop",
  file: { name: string; type: string; bytes: Buffer },
): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).evaluate(
    (box, { how, name, type, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name, { type }));
      const common = { bubbles: true, cancelable: true };
      if (how === "paste") box.dispatchEvent(new ClipboardEvent("paste", { ...common, clipboardData: data }));
      else
        for (const kind of ["dragenter", "dragover", "drop"])
          box.dispatchEvent(new DragEvent(kind, { ...common, dataTransfer: data }));
    },
    { how, name: file.name, type: file.type, bytes: [...file.bytes] },
  );
}

test("pictures and files are sent with a message, seen, opened and saved by the others, and go with it", {
  timeout: 120_000,
}, async () => {
  const slug = `files-${crypto.randomUUID()}`;
  const ada = await scene.arrive("Ada", slug);
  const ben = await scene.arrive("Ben", slug);
  for (const person of [ada, ben]) await openChat(person);
  const shot = await ada.page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } });

  await choose(
    ada,
    { name: "shot.png", mimeType: "image/png", buffer: shot },
    { name: "notes.txt", mimeType: "text/plain", buffer: NOTES },
  );
  await expect.poll(() => attached(ada).getByRole("listitem").count()).toBe(2);
  expect(await seriousFaults(ada.page)).toEqual([]);
  await ada.page.getByRole("textbox", { name: "Message" }).fill("This is what I meant");
  await ada.page.getByRole("button", { name: "Send", exact: true }).click();
  await attached(ada).waitFor({ state: "detached" });

  await conversation(ben).getByText("This is what I meant").waitFor();
  expect(await shownSize(ben, "shot.png")).toEqual([320, 200]);
  expect(await shownSize(ada, "shot.png")).toEqual([320, 200]);
  expect(await seriousFaults(ben.page)).toEqual([]);
  const saved = ben.page.waitForEvent("download");
  await conversation(ben).getByRole("button", { name: "notes.txt" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("notes.txt");
  expect(await readFile(await download.path())).toEqual(NOTES);

  await picture(ben, "shot.png").click();
  const viewer = ben.page.getByRole("dialog", { name: "shot.png" });
  await viewer.getByRole("img", { name: "shot.png" }).waitFor();
  expect(await seriousFaults(ben.page)).toEqual([]);
  await ben.page.keyboard.press("Escape");
  await viewer.waitFor({ state: "detached" });
  expect(await conversation(ben).isVisible(), "what it was opened from").toBe(true);

  await ben.page.getByRole("button", { name: "Search the chat" }).click();
  const found = ben.page.getByRole("search").getByRole("listitem");
  // It is searched where it comes to by and by.
  await expect
    .poll(
      async () => {
        await ben.page.getByRole("searchbox", { name: "Search for" }).fill("note");
        await ben.page.keyboard.press("Enter");
        return found.locator("mark").allTextContents();
      },
      { interval: 1_000 },
    )
    .toEqual(["note"]);
  expect(await found.textContent()).toContain("This is what I meant · shot.png · notes.txt");
  await found.getByRole("button").click();

  await picture(ada, "shot.png").hover();
  await ada.page.getByRole("button", { name: "Delete" }).click();
  await ada.page
    .getByRole("alertdialog", { name: "Delete this message?" })
    .getByRole("button", { name: "Delete" })
    .click();
  await conversation(ben).getByText("This message was deleted.").waitFor();
  await picture(ben, "shot.png").waitFor({ state: "detached" });
});

test("a picture is pasted, or dropped, and is there without words for who comes later", {
  timeout: 120_000,
}, async () => {
  const slug = `paste-${crypto.randomUUID()}`;
  const ada = await scene.arrive("Ada", slug);
  await openChat(ada);
  const bytes = await ada.page.screenshot({ clip: { x: 0, y: 0, width: 60, height: 40 } });
  await hand(ada, "paste", { name: "image.png", type: "image/png", bytes });
  await hand(ada, "drop", { name: "dropped.png", type: "image/png", bytes });
  await expect.poll(() => attached(ada).getByRole("listitem").count()).toBe(2);
  await attached(ada).getByRole("button", { name: "Remove dropped.png" }).click();
  await expect.poll(() => attached(ada).getByText("%").count()).toBe(0);
  await ada.page.getByRole("textbox", { name: "Message" }).press("Enter");
  await attached(ada).waitFor({ state: "detached" });
  expect(await shownSize(ada, "image.png")).toEqual([60, 40]);

  const ben = await scene.arrive("Ben", slug);
  await openChat(ben);
  expect(await shownSize(ben, "image.png")).toEqual([60, 40]);
  expect(await picture(ben, "dropped.png").count()).toBe(0);
});

test("what cannot be sent says why, and what failed is tried again", { timeout: 120_000 }, async () => {
  const ada = await scene.arrive("Ada", `faults-${crypto.randomUUID()}`);
  await openChat(ada);
  // A file on the disk: one in the test's memory would go to the browser by a pipe, and take its time.
  const film = join(await temporaryDirectory(), "film.mkv");
  await writeFile(film, "");
  await truncate(film, 26 * 1024 ** 2);
  await (await chooser(ada.page)).setFiles(film);
  await ada.page.getByText("film.mkv is too large: 25 MB is the most.").waitFor();
  await choose(ada, { name: "nothing.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) });
  await ada.page.getByText("nothing.txt is empty, or a folder.").waitFor();

  await choose(ada, { name: "no.png", mimeType: "image/png", buffer: NOTES });
  await attached(ada).getByText("That file is said to be a picture, and is none.").waitFor();
  const send = ada.page.getByRole("button", { name: "Send", exact: true });
  await ada.page.getByRole("textbox", { name: "Message" }).fill("Look");
  expect(await send.isDisabled()).toBe(true);
  await attached(ada).getByRole("button", { name: "Remove no.png" }).click();
  expect(await send.isDisabled()).toBe(false);

  const puts = "**/api/files/**";
  await ada.page.route(puts, (route) => route.abort());
  await choose(ada, { name: "notes.txt", mimeType: "text/plain", buffer: NOTES });
  await attached(ada).getByText("The connection was lost.").waitFor();
  await ada.page.unroute(puts);
  await attached(ada).getByRole("button", { name: "Upload notes.txt again" }).click();
  await expect.poll(() => send.isDisabled()).toBe(false);
  await send.click();
  await conversation(ada).getByRole("button", { name: "notes.txt" }).waitFor();
});

test("an encrypted room takes no files, and says so", { timeout: 120_000 }, async () => {
  const ada = await scene.open("Ada");
  await ada.page.goto(scene.stack.url);
  await ada.page.getByRole("checkbox", { name: "End-to-end encrypted" }).check();
  await ada.page.getByRole("button", { name: "New room" }).click();
  await rejoin(ada);
  await openChat(ada);
  expect(await ada.page.getByRole("button", { name: "Attach files" }).count()).toBe(0);
  await hand(ada, "paste", { name: "image.png", type: "image/png", bytes: NOTES });
  await ada.page.getByText("Files cannot be sent in an encrypted room").waitFor();
});
