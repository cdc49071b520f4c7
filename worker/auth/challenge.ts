import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { base64url } from "jose";
import * as v from "valibot";
import { TIMES } from "../../protocol/limits.ts";
import { insertChallenge, takeChallenge } from "../db/challenges.ts";
import { database } from "../db/client.ts";
import { type Env, readConfig } from "../env.ts";
import { isSecure } from "./cookies.ts";

/** Lax, because a provider's page sends the browser back here. */
const COOKIE = { name: "nearcast_challenge", path: "/api" } as const;

/** Remembers what this browser has to come back with: once, and soon. */
export async function setChallenge<E extends { Bindings: Env }>(
  context: Context<E>,
  data: unknown,
  now: number,
): Promise<void> {
  const secret = base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
  const id = await hash(secret);
  const sql = database(readConfig(context.env));
  await insertChallenge(sql, { id, data, now, expiresAt: now + TIMES.challengeMs });
  setCookie(context, COOKIE.name, secret, {
    path: COOKIE.path,
    httpOnly: true,
    sameSite: "Lax",
    secure: isSecure(context),
    maxAge: TIMES.challengeMs / 1000,
  });
}

/** What this browser was to come back with; null where it never was, came back before, or took too long. */
export async function useChallenge<S extends v.GenericSchema, E extends { Bindings: Env }>(
  context: Context<E>,
  schema: S,
  now: number,
): Promise<v.InferOutput<S> | null> {
  const secret = getCookie(context, COOKIE.name);
  if (secret === undefined) return null;
  deleteCookie(context, COOKIE.name, { path: COOKIE.path, secure: isSecure(context) });
  const data = await takeChallenge(database(readConfig(context.env)), await hash(secret), now);
  const parsed = v.safeParse(schema, data);
  return parsed.success ? parsed.output : null;
}

async function hash(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return base64url.encode(new Uint8Array(digest));
}
