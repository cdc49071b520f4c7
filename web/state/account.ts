import * as v from "valibot";
import {
  ACCOUNT_PATHS,
  type Account,
  type AccountSessions,
  type AddressChange,
  accountSchema,
  accountSessionsSchema,
  addressChangeSchema,
  type beginSchema,
  begunSchema,
  type changeProfileSchema,
  type deleteAccountSchema,
  type Providers,
  providersSchema,
  type SignedIn,
  signedInSchema,
  type WaysIn,
  waysInSchema,
} from "../../protocol/account.ts";
import { MAIL_PATHS } from "../../protocol/mails.ts";
import { language } from "../language/language.ts";
import { rememberAccount } from "./remembered-account.ts";
import { type Answer, request } from "./request.ts";

const nothingSchema = v.object({});

/** Makes an account, and signs in. */
export async function signUp(given: {
  name: string;
  email: string;
  password: string;
}): Promise<Answer<SignedIn>> {
  return entered(await request("POST", ACCOUNT_PATHS.signUp, given, signedInSchema));
}

/** Signs in with a password. */
export async function signIn(given: { email: string; password: string }): Promise<Answer<SignedIn>> {
  return entered(await request("POST", ACCOUNT_PATHS.signIn, given, signedInSchema));
}

/** Where else one can sign in, and whether mails are sent. */
export function listProviders(): Promise<Answer<Providers>> {
  return request("GET", ACCOUNT_PATHS.providers, undefined, providersSchema);
}

/** Begins to sign in at a provider, or to add that to one's account; the browser goes to `url` then. */
export function beginAt(
  provider: string,
  begin: v.InferInput<typeof beginSchema>,
): Promise<Answer<{ url: string }>> {
  return request("POST", ACCOUNT_PATHS.provider(provider), begin, begunSchema);
}

/** By what one can sign in, besides the password. */
export function listWaysIn(): Promise<Answer<WaysIn>> {
  return request("GET", ACCOUNT_PATHS.ways, undefined, waysInSchema);
}

/** Takes a passkey or an account elsewhere away. */
export function removeWayIn(path: string): Promise<Answer<unknown>> {
  return request("DELETE", path, {}, nothingSchema);
}

/** Signs out in this browser. */
export async function signOut(): Promise<Answer<unknown>> {
  return left(await request("POST", ACCOUNT_PATHS.signOut, {}, nothingSchema));
}

/** Asks who is signed in. */
export async function loadAccount(): Promise<Answer<Account>> {
  return changed(await request("GET", ACCOUNT_PATHS.account, undefined, accountSchema));
}

/** Changes the name or the handle. */
export async function changeProfile(
  change: v.InferInput<typeof changeProfileSchema>,
): Promise<Answer<Account>> {
  return changed(await request("PATCH", ACCOUNT_PATHS.account, change, accountSchema));
}

/** Changes the address to sign in with, at once or by a mail. */
export async function changeEmail(change: {
  password: string;
  email: string;
}): Promise<Answer<AddressChange>> {
  return readdressed(await request("PUT", ACCOUNT_PATHS.email, { ...change, language }, addressChangeSchema));
}

/** Adds a password to an account that has none, at once or by a mail. */
export async function addPassword(given: {
  email: string;
  password: string;
}): Promise<Answer<AddressChange>> {
  return readdressed(
    await request("POST", ACCOUNT_PATHS.password, { ...given, language }, addressChangeSchema),
  );
}

/** Asks for a mail by whose link one chooses a password: for a new account, where there is a name. */
export function askForMail(given: { email: string; name?: string }): Promise<Answer<unknown>> {
  return request("POST", MAIL_PATHS.ask, { ...given, language }, nothingSchema);
}

/** Chooses a password by a mailed link, and signs in. */
export async function choosePassword(given: { token: string; password: string }): Promise<Answer<SignedIn>> {
  return entered(await request("POST", MAIL_PATHS.choosePassword, given, signedInSchema));
}

/** Says by a mailed link that an address is one's own. */
export async function confirmAddress(token: string): Promise<Answer<AddressChange>> {
  return readdressed(await request("POST", MAIL_PATHS.confirm, { token }, addressChangeSchema));
}

/** Changes the password, and signs out everywhere else. */
export function changePassword(change: { password: string; next: string }): Promise<Answer<unknown>> {
  return request("PUT", ACCOUNT_PATHS.password, change, nothingSchema);
}

/** Where one is signed in. */
export function listSessions(): Promise<Answer<AccountSessions>> {
  return request("GET", ACCOUNT_PATHS.sessions, undefined, accountSessionsSchema);
}

/** Signs out somewhere else. */
export function revokeSession(id: string): Promise<Answer<unknown>> {
  return request("DELETE", ACCOUNT_PATHS.session(id), {}, nothingSchema);
}

/** Deletes the account with everything that is its own. */
export async function deleteAccount(
  confirmation: v.InferInput<typeof deleteAccountSchema>,
): Promise<Answer<unknown>> {
  return left(await request("POST", ACCOUNT_PATHS.delete, confirmation, nothingSchema));
}

function entered(answer: Answer<SignedIn>): Answer<SignedIn> {
  if (answer.kind === "ok") rememberAccount(answer.value.account);
  return answer;
}

function readdressed(answer: Answer<AddressChange>): Answer<AddressChange> {
  if (answer.kind === "ok" && answer.value.account) rememberAccount(answer.value.account);
  return answer;
}

function changed(answer: Answer<Account>): Answer<Account> {
  if (answer.kind === "ok") rememberAccount(answer.value);
  return answer;
}

function left(answer: Answer<unknown>): Answer<unknown> {
  if (answer.kind === "ok") rememberAccount(null);
  return answer;
}
