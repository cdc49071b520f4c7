import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import type { Account } from "../../protocol/account.ts";
import { database } from "../db/client.ts";
import { findAccount } from "../db/users.ts";
import { type Env, readConfig } from "../env.ts";
import { refuse } from "../routes/answers.ts";
import { type AccessClaims, verifyAccessToken } from "./access-token.ts";
import { accessTokenOf, clearTokens } from "./cookies.ts";
import { knownGuest, newGuest } from "./guest.ts";

/** Who sends a request. */
export interface Identity {
  readonly userId: string;
  readonly kind: "guest" | "account";
}

/**
 * Who sends this request: the account whose access token it carries, else the guest of its cookie, who is made where there
 * is none yet.
 *
 * @throws {HTTPException} `access_expired`, where there is an access token that does not count: nobody who is signed in
 *   becomes a guest unasked
 */
export async function identify(context: Context<{ Bindings: Env }>): Promise<Identity> {
  const claims = await accessOf(context);
  if (claims) return { userId: claims.userId, kind: "account" };
  return { userId: (await knownGuest(context)) ?? (await newGuest(context)), kind: "guest" };
}

/** What a route behind `signedIn` knows. */
export interface SignedInVariables {
  readonly account: Account;
  readonly sessionId: string;
}

/** Lets only accounts pass, whose session is not revoked: an access token alone would be good for minutes after that. */
export const signedIn = createMiddleware<{ Bindings: Env; Variables: SignedInVariables }>(
  async (context, next) => {
    const claims = await accessOf(context);
    if (!claims) return refuse(context, 401, "signed_out");
    const sql = database(readConfig(context.env));
    const account = await findAccount(sql, claims.userId, claims.sessionId, Date.now());
    if (!account) {
      clearTokens(context);
      return refuse(context, 401, "signed_out");
    }
    context.set("account", account);
    context.set("sessionId", claims.sessionId);
    await next();
  },
);

/** The origin that access tokens of this request are for. */
export function issuerOf(context: Context): string {
  return new URL(context.req.url).origin;
}

/** The session of whoever is signed in and sends this request; null for a guest. */
export function sessionOf(context: Context<{ Bindings: Env }>): Promise<AccessClaims | null> {
  return accessOf(context);
}

async function accessOf<E extends { Bindings: Env }>(context: Context<E>): Promise<AccessClaims | null> {
  const token = accessTokenOf(context);
  if (token === undefined) return null;
  const claims = await verifyAccessToken(readConfig(context.env), issuerOf(context), token);
  if (!claims) throw new HTTPException(401, { res: refuse(context, 401, "access_expired") });
  return claims;
}
