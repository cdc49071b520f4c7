import type { Database } from "../db/client.ts";
import { endTries } from "../db/password-tries.ts";
import { beginTry } from "../db/passwords.ts";
import { digestOf } from "./digest.ts";
import { verifyPassword } from "./password.ts";

/** What came of trying a password. */
export type PasswordCheck =
  | { readonly kind: "right"; readonly userId: string }
  | { readonly kind: "wrong" }
  | { readonly kind: "too_many"; readonly waitMs: number };

/** Tries a password for an e-mail address. An address that nobody has is answered as a wrong password is, in the same time. */
export async function checkPassword(
  sql: Database,
  email: string,
  password: string,
  now: number,
): Promise<PasswordCheck> {
  const key = await digestOf(email);
  const { stored, waitMs } = await beginTry(sql, email, key, now);
  if (waitMs > 0) return { kind: "too_many", waitMs };
  const isRight = await verifyPassword(password, stored?.hash ?? null);
  if (!isRight || !stored) return { kind: "wrong" };
  await endTries(sql, key);
  return { kind: "right", userId: stored.userId };
}

/** Forgets what was tried in vain for an address: whoever has it has chosen another password. */
export async function forgetTries(sql: Database, email: string): Promise<void> {
  await endTries(sql, await digestOf(email));
}
