/// <reference path="./node-crypto.d.ts" />
import { timingSafeEqual } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { type Env, readConfig } from "../env.ts";
import { log } from "../log.ts";
import { refuse } from "../routes/answers.ts";
import { bearerToken } from "./bearer-token.ts";

/**
 * For who runs Nearcast: asks for the fleet's token. Where there is none, nothing is here. Wrong tokens are logged, and one
 * address may give so many as it may give wrong passwords.
 */
export const operatorOnly = createMiddleware<{ Bindings: Env }>(async (context, next) => {
  const { fleetToken } = readConfig(context.env);
  if (fleetToken === null) return refuse(context, 404, "not_found");
  const given = bearerToken(context.req.header("Authorization"));
  if (given !== null && (await isSame(given, fleetToken))) return next();
  log({ event: "operator-refused", path: context.req.path });
  const address = context.req.header("CF-Connecting-IP") ?? "unknown";
  const { success } = await context.env.AUTH_LIMIT.limit({ key: `fleet ${address}` });
  return success ? refuse(context, 401, "wrong_fleet_token") : refuse(context, 429, "rate_limited");
});

/** Compared by their hashes, which takes as long whatever is the same in them. */
async function isSame(a: string, b: string): Promise<boolean> {
  return timingSafeEqual(await hashOf(a), await hashOf(b));
}

async function hashOf(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
