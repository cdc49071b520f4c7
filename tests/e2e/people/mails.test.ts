import { afterAll, expect, test } from "vitest";
import type { Person } from "../harness/browser.ts";
import { accountLink, fillIn, press } from "../harness/controls.ts";
import { looksWell } from "../harness/looks.ts";
import { type Mailbox, startMailbox } from "../harness/mailbox.ts";
import { setOwnScene } from "../harness/scene.ts";

let mailbox: Mailbox;
const scene = setOwnScene(async () => {
  mailbox = await startMailbox();
  return { workerVariables: mailbox.workerVariables };
});
afterAll(() => mailbox?.close());

const PASSWORD = "correct horse battery";
const OTHER = "another long password";

async function send(person: Person, fields: Record<string, string>): Promise<void> {
  await fillIn(person, fields);
  await person.page.keyboard.press("Enter");
}

async function askForAccount(person: Person, email: string): Promise<void> {
  await person.page.goto(`${scene.stack.url}/sign-in`);
  await person.page.getByRole("button", { name: "Forgot your password?" }).waitFor();
  await press(person, "Create an account");
  await send(person, { "Your name": "Ada Lovelace", "E-mail": email });
  await person.page.getByRole("heading", { name: "Check your e-mail" }).waitFor();
}

test("somebody makes an account, forgets its password, and moves to another address, each by a link that is mailed", {
  timeout: 240_000,
}, async () => {
  const [email, next] = ["ada", "lovelace"].map((name) => `${name}-${crypto.randomUUID()}@nearcast.test`);
  if (!email || !next) throw new Error("no address");
  const laptop = await scene.open("Ada");
  await askForAccount(laptop, email);
  await looksWell(laptop.page, "mailed");
  const link = await mailbox.linkTo(email, "Your Nearcast account");
  await laptop.page.goto(link);
  await laptop.page.getByRole("heading", { name: "Choose a password" }).waitFor();
  await looksWell(laptop.page, "choose-password");
  await send(laptop, { "New password": "short" });
  await laptop.page.getByRole("alert").filter({ hasText: "at least 10 characters" }).waitFor();
  await send(laptop, { "New password": PASSWORD });
  await accountLink(laptop, "Ada Lovelace").waitFor();
  // The link has done its work, and is not what one comes back to.
  expect(laptop.page.url()).toBe(`${scene.stack.url}/`);

  // Whoever asks for an account with that address sees the same; its owner may choose another password.
  const phone = await scene.open("Ada");
  await askForAccount(phone, email);
  await mailbox.linkTo(email, "A new password for Nearcast");
  await phone.page.goto(`${scene.stack.url}/sign-in`);
  await press(phone, "Forgot your password?");
  await looksWell(phone.page, "forgotten");
  await send(phone, { "E-mail": email });
  await phone.page.getByRole("heading", { name: "Check your e-mail" }).waitFor();
  await phone.page.goto(await mailbox.linkTo(email, "A new password for Nearcast"));
  await send(phone, { "New password": OTHER });
  await accountLink(phone, "Ada Lovelace").waitFor();
  await laptop.page.goto(`${scene.stack.url}/sign-in?next=/account`);
  await send(laptop, { "E-mail": email, Password: PASSWORD });
  await laptop.page.getByText("The e-mail address or the password is wrong.").waitFor();
  await laptop.page.goto(link);
  await send(laptop, { "New password": PASSWORD });
  await laptop.page.getByText("That link was used before, or is too old.").waitFor();

  await phone.page.goto(`${scene.stack.url}/account`);
  const form = phone.page.getByRole("form", { name: "E-mail" });
  await form.getByLabel("E-mail").fill(next);
  await form.getByLabel("Current password").fill(OTHER);
  await phone.page.keyboard.press("Enter");
  await form.getByText("Open the link that we have e-mailed there").waitFor();
  const confirmation = await mailbox.linkTo(next, "Confirm your e-mail address for Nearcast");
  // Somewhere else one signs in first, and comes back to the link.
  await laptop.page.goto(confirmation);
  await send(laptop, { "E-mail": email, Password: OTHER });
  await laptop.page.getByRole("heading", { name: "Confirm your address" }).waitFor();
  await looksWell(laptop.page, "confirm-address");
  await press(laptop, "Confirm");
  await laptop.page.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
  await press(laptop, "Your account");
  await expect.poll(() => laptop.page.getByRole("textbox", { name: "E-mail" }).inputValue()).toBe(next);
});
