import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type * as v from "valibot";
import { TIMES } from "../../protocol/limits.ts";
import { database } from "../db/client.ts";
import { type Env, readConfig } from "../env.ts";
import { isSecure } from "./cookies.ts";
import { keepForSecret, useSecret } from "./one-time-secret.ts";

/** Lax, because a provider's page sends the browser back here. */
const COOKIE = { name: "nearcast_challenge", path: "/api" } as const;

/** Remembers what this browser has to come back with: once, and soon. */
export async function setChallenge<E extends { Bindings: Env }>(
  context: Context<E>,
  data: unknown,
  now: number,
): Promise<void> {
  const sql = database(readConfig(context.env));
  setCookie(context, COOKIE.name, await keepForSecret(sql, data, now, TIMES.challengeMs), {
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
  return await useSecret(database(readConfig(context.env)), secret, schema, now);
}
