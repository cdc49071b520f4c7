import { base64url } from "jose";
import * as v from "valibot";
import { insertChallenge, takeChallenge } from "../db/challenges.ts";
import type { Database } from "../db/client.ts";
import { digestOf } from "./digest.ts";

/**
 * Keeps what somebody is to come back with: once, and within `lifeMs`. The database holds no more than a hash of the secret.
 *
 * @returns the secret by which it is found again: 256 random bits, base64url
 */
export async function keepForSecret(
  sql: Database,
  data: unknown,
  now: number,
  lifeMs: number,
): Promise<string> {
  const secret = base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
  await insertChallenge(sql, { id: await digestOf(secret), data, now, expiresAt: now + lifeMs });
  return secret;
}

/** What is kept for a secret, which is used up by that; null where it never was, was used before, has expired or is something else. */
export async function useSecret<S extends v.GenericSchema>(
  sql: Database,
  secret: string,
  schema: S,
  now: number,
): Promise<v.InferOutput<S> | null> {
  const parsed = v.safeParse(schema, await takeChallenge(sql, await digestOf(secret), now));
  return parsed.success ? parsed.output : null;
}
