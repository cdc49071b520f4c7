import { expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import type { Person } from "../harness/browser.ts";
import { accountLink, fillIn, press } from "../harness/controls.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();
const PASSWORD = "correct horse battery";

/** Notes whether the page says at any moment that nobody is signed in. */
async function watchForSignedOut({ page }: Person): Promise<() => Promise<boolean>> {
  await page.addInitScript(() => {
    const seen = () => document.querySelector(".account-link")?.textContent === "Sign in";
    new MutationObserver(() => {
      if (seen()) sessionStorage.setItem("was-signed-out", "yes");
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  return () => page.evaluate(() => sessionStorage.getItem("was-signed-out") !== null);
}

test("somebody makes an account out of what they did as a guest, and is themselves in another browser", {
  timeout: 120_000,
}, async () => {
  const email = `ada-${Date.now()}@nearcast.test`;
  const slug = `lovelace-${Date.now()}`;
  const laptop = await scene.arrive("Ada", slug);
  await press(laptop, "Leave");
  await laptop.page.goto(scene.stack.url);
  await laptop.page.getByRole("link", { name: "Sign in" }).click();
  expect(await seriousFaults(laptop.page)).toEqual([]);
  await press(laptop, "Create an account");
  await fillIn(laptop, { "Your name": "Ada Lovelace", "E-mail": email, Password: "short" });
  await laptop.page.keyboard.press("Enter");
  await laptop.page.getByRole("alert").filter({ hasText: "at least 10 characters" }).waitFor();
  await fillIn(laptop, { Password: PASSWORD });
  await laptop.page.keyboard.press("Enter");
  await accountLink(laptop, "Ada Lovelace").waitFor();

  const wasSignedOut = await watchForSignedOut(laptop);
  await laptop.page.reload();
  await accountLink(laptop, "Ada Lovelace").waitFor();
  await laptop.page.waitForLoadState("networkidle");
  expect(await wasSignedOut()).toBe(false);

  const phone = await scene.open("Ada");
  await phone.page.goto(`${scene.stack.url}/sign-in?next=/r/${slug}`);
  await fillIn(phone, { "E-mail": email, Password: "not the password" });
  await phone.page.keyboard.press("Enter");
  await phone.page.getByText("The e-mail address or the password is wrong.").waitFor();
  await fillIn(phone, { Password: PASSWORD });
  await phone.page.keyboard.press("Enter");
  // The name is known here, too, and so is whose room it is.
  await expect.poll(() => phone.page.getByLabel("Your name").inputValue()).toBe("Ada Lovelace");
  await press(phone, "Join");
  await press(phone, "People");
  await phone.page.getByText("Owner", { exact: true }).first().waitFor();
  await press(phone, "Leave");

  await accountLink(laptop, "Ada Lovelace").click();
  await laptop.page.getByText("This browser", { exact: true }).waitFor();
  expect(await seriousFaults(laptop.page)).toEqual([]);
  await laptop.page.getByLabel("Handle").fill("Ada!");
  await laptop.page.getByRole("button", { name: "Save" }).click();
  await laptop.page.getByRole("alert").filter({ hasText: "a–z, 0–9" }).waitFor();
  await laptop.page.getByLabel("Handle").fill(`ada_${Date.now()}`);
  await fillIn(laptop, { Name: "Countess Lovelace" });
  await laptop.page.getByRole("button", { name: "Save" }).click();
  await laptop.page.getByText("Saved.").waitFor();
  await accountLink(laptop, "Countess Lovelace").waitFor();

  await laptop.page.getByRole("button", { name: /^Sign out Chrome on/ }).click();
  await expect.poll(() => laptop.page.getByRole("button", { name: /^Sign out Chrome on/ }).count()).toBe(0);
  await phone.page.goto(`${scene.stack.url}/account`);
  await phone.page.getByRole("heading", { name: "Sign in" }).waitFor();

  await press(laptop, "Delete my account…");
  const dialog = laptop.page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Delete my account" }).click();
  await laptop.page.getByRole("link", { name: "Sign in" }).waitFor();
  await fillIn(phone, { "E-mail": email, Password: PASSWORD });
  await phone.page.keyboard.press("Enter");
  await phone.page.getByText("The e-mail address or the password is wrong.").waitFor();
});

test("a sign-in that has become old is renewed unnoticed, and one that ended elsewhere is over", {
  timeout: 60_000,
}, async () => {
  const ada = await scene.open("Ada");
  await ada.page.goto(`${scene.stack.url}/sign-in`);
  await press(ada, "Create an account");
  await fillIn(ada, { "Your name": "Ada", "E-mail": `old-${Date.now()}@nearcast.test`, Password: PASSWORD });
  await ada.page.keyboard.press("Enter");
  await accountLink(ada, "Ada").waitFor();
  const spoil = async () => {
    const cookies = await ada.context.cookies();
    const access = cookies.find(({ name }) => name === "nearcast_access");
    if (!access) throw new Error("not signed in");
    await ada.context.addCookies([{ ...access, value: `${access.value.slice(0, -4)}AAAA` }]);
  };
  await spoil();
  await ada.page.goto(`${scene.stack.url}/account`);
  await ada.page.getByText("This browser", { exact: true }).waitFor();

  // Somebody else has used this browser's refresh token twice.
  const stolen = await ada.context.cookies(`${scene.stack.url}/api/auth/refresh`);
  let cookie = stolen.map(({ name, value }) => `${name}=${value}`).join("; ");
  for (let turn = 0; turn < 2; turn += 1) {
    const response = await fetch(`${scene.stack.url}/api/auth/refresh`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: "{}",
    });
    cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
  }
  await spoil();
  await ada.page.reload();
  await ada.page.getByRole("heading", { name: "Sign in" }).waitFor();
});
