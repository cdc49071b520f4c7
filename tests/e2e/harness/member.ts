import type { Person } from "./browser.ts";
import { fillIn } from "./controls.ts";
import type { Scene } from "./scene.ts";

/** Somebody with an account, who is signed in and on the start page. */
export interface Member extends Person {
  readonly handle: string;
}

/** Makes somebody an account, in a browser of their own. */
export async function signUp(scene: Scene, name: string): Promise<Member> {
  const person = await scene.open(name);
  const { page } = person;
  await page.goto(`${scene.stack.url}/sign-in`);
  await page.getByRole("button", { name: "Create an account", exact: true }).click();
  const email = `${name.toLowerCase()}-${crypto.randomUUID()}@nearcast.test`;
  await fillIn(person, { "Your name": name, "E-mail": email, Password: "correct horse battery" });
  const answer = page.waitForResponse((response) => response.url().endsWith("/api/auth/sign-up"));
  await page.keyboard.press("Enter");
  const { account } = (await (await answer).json()) as { account: { handle: string } };
  await page.getByRole("link", { name: `Your account: ${name}` }).waitFor();
  return { ...person, handle: account.handle };
}
