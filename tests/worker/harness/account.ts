import { ACCOUNT_PATHS, type Account, type SignedIn } from "../../../protocol/account.ts";
import { Guest } from "./guest.ts";

export const PASSWORD = "correct horse battery";

/** An e-mail address that nobody has. */
export function newEmail(): string {
  return `${crypto.randomUUID().slice(0, 13)}@nearcast.test`;
}

/** Makes an account in this browser, and signs in. */
export async function signUp(guest: Guest, name = "Ada Lovelace", email = newEmail()): Promise<Account> {
  const response = await guest.post(ACCOUNT_PATHS.signUp, { email, password: PASSWORD, name });
  if (response.status !== 201) throw new Error(`no account: ${await response.text()}`);
  return (await response.json<SignedIn>()).account;
}

/** Signs in from another browser, which is returned. */
export async function signIn(email: string | null, password = PASSWORD): Promise<Guest> {
  const guest = new Guest();
  const response = await guest.post(ACCOUNT_PATHS.signIn, { email, password });
  if (response.status !== 200) throw new Error(`not signed in: ${await response.text()}`);
  return guest;
}
