import { afterAll, beforeAll, expect, test } from "vitest";
import { seriousFaults } from "../harness/axe.ts";
import type { Person } from "../harness/browser.ts";
import { accountLink, press } from "../harness/controls.ts";
import { type IdentityProvider, startIdentityProvider } from "../harness/identity-provider.ts";
import { setOwnScene } from "../harness/scene.ts";

let provider: IdentityProvider;
const scene = setOwnScene(async () => {
  provider = await startIdentityProvider();
  return { workerVariables: provider.workerVariables };
});
beforeAll(() => provider.serve(scene.stack.url));
afterAll(() => provider?.close());

/** Somebody on the sign-in page, and every address that their browser came back to from the provider. */
async function arriveAtSignIn(name: string, next = "/"): Promise<Person & { callbacks: string[] }> {
  const person = await scene.open(name);
  const callbacks: string[] = [];
  person.page.on("request", (request) => {
    if (request.url().includes("/callback")) callbacks.push(request.url());
  });
  await person.page.goto(`${scene.stack.url}/sign-in?next=${next}`);
  return { ...person, callbacks };
}

/** Says at the provider who one is, and that Nearcast may know. */
async function goThrough({ page }: Person, login: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

test("somebody signs in at a provider, comes back to their room, and is the same person the next time", {
  timeout: 120_000,
}, async () => {
  const login = `ada${Date.now()}`;
  const ada = await arriveAtSignIn("Ada", "/r/by-provider");
  await press(ada, "Continue with Acme");
  await goThrough(ada, login);
  await expect.poll(() => new URL(ada.page.url()).pathname).toBe("/r/by-provider");
  await accountLink(ada, `${login} of Acme`).waitFor();
  const idOf = ({ page }: Person) =>
    page.evaluate(async () => (await (await fetch("/api/account")).json()).id as string);
  const id = await idOf(ada);

  const elsewhere = await arriveAtSignIn("Ada");
  await press(elsewhere, "Continue with Acme");
  await goThrough(elsewhere, login);
  await accountLink(elsewhere, `${login} of Acme`).waitFor();
  expect(await idOf(elsewhere)).toBe(id);

  // There would be no way back.
  await elsewhere.page.goto(`${scene.stack.url}/account`);
  await press(elsewhere, "Remove Acme");
  await elsewhere.page.getByText("Without that, you could not sign in any more").waitFor();
  expect(await seriousFaults(elsewhere.page)).toEqual([]);

  const email = `${login}@nearcast.test`;
  await elsewhere.page.getByLabel("E-mail", { exact: true }).fill(email);
  await elsewhere.page.getByLabel("New password", { exact: true }).fill("correct horse battery");
  await press(elsewhere, "Add a password");
  await elsewhere.page.getByRole("button", { name: "Change password" }).waitFor();
  await press(elsewhere, "Remove Acme");
  await elsewhere.page.getByRole("button", { name: "Remove Acme" }).waitFor({ state: "detached" });
  const byPassword = await arriveAtSignIn("Ada");
  await byPassword.page.getByLabel("E-mail", { exact: true }).fill(email);
  await byPassword.page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await byPassword.page.keyboard.press("Enter");
  await accountLink(byPassword, `${login} of Acme`).waitFor();
  expect(await idOf(byPassword)).toBe(id);

  // What came back once is worth nothing a second time, nor in another browser, nor with another state.
  const [callback = ""] = ada.callbacks;
  for (const who of [ada, await arriveAtSignIn("Eve")]) {
    await who.page.goto(callback);
    await who.page.getByText("begun too long ago, or in another browser").waitFor();
  }
  const mallory = await arriveAtSignIn("Mallory");
  await mallory.page.route("**/auth?*", (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set("state", "another");
    return route.continue({ url: url.href });
  });
  await press(mallory, "Continue with Acme");
  await goThrough(mallory, `mallory${Date.now()}`);
  await mallory.page.getByText("Signing in there did not work").waitFor();
});

test("a passkey signs in without a password, and can be taken away again", { timeout: 90_000 }, async () => {
  const ada = await arriveAtSignIn("Ada");
  const devtools = await ada.context.newCDPSession(ada.page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const login = `key${Date.now()}`;
  const email = `${login}@nearcast.test`;
  await press(ada, "Create an account");
  await ada.page.getByLabel("Your name").fill("Ada");
  await ada.page.getByLabel("E-mail").fill(email);
  await ada.page.getByLabel("Password").fill("correct horse battery");
  await ada.page.keyboard.press("Enter");
  await accountLink(ada, "Ada").click();
  await press(ada, "Add a passkey");
  await ada.page.getByText("Passkey: Chrome on Linux").waitFor();
  await press(ada, "Add a passkey");
  await ada.page.getByText("This device has a passkey for your account already").waitFor();

  await press(ada, "Add Acme");
  await goThrough(ada, login);
  await ada.page.getByText(`${login}@acme.test`).waitFor();

  await press(ada, "Sign out");
  await ada.page.getByRole("link", { name: "Sign in" }).click();
  await press(ada, "Sign in with a passkey");
  await accountLink(ada, "Ada").waitFor();

  await ada.page.goto(`${scene.stack.url}/account`);
  await press(ada, "Remove Passkey: Chrome on Linux");
  await expect.poll(() => ada.page.getByText("Passkey: Chrome on Linux").count()).toBe(0);
  await press(ada, "Sign out");
  await ada.page.getByRole("link", { name: "Sign in" }).click();
  await press(ada, "Sign in with a passkey");
  await ada.page.getByText("That passkey is not known here").waitFor();
  const { credentials } = await devtools.send("WebAuthn.getCredentials", { authenticatorId });
  expect(credentials).toHaveLength(1);
});
