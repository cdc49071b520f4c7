import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import { AUDIENCES } from "../../protocol/api.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { TIMES } from "../../protocol/limits.ts";
import { database } from "../db/client.ts";
import { userExists } from "../db/users.ts";
import { type Env, readConfig } from "../env.ts";
import { isSecure } from "./cookies.ts";

const COOKIE = { name: "nearcast_guest", path: "/api" } as const;

/**
 * The guest whom the browser's cookie names, or null. A guest who has signed up is none any more: a cookie that somebody
 * kept from before must not open the account.
 */
export async function knownGuest(context: Context<{ Bindings: Env }>): Promise<string | null> {
  const token = getCookie(context, COOKIE.name);
  if (!token) return null;
  const config = readConfig(context.env);
  const userId = await verify(config.tokenSecret, token);
  if (!userId || (await userExists(database(config), userId))) return null;
  return userId;
}

/** Makes a guest, whose cookie goes out with the answer. Returns the user id. */
export async function newGuest(context: Context<{ Bindings: Env }>): Promise<string> {
  const userId = crypto.randomUUID();
  const token = await new SignJWT()
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(userId)
    .setAudience(AUDIENCES.guest)
    .setIssuedAt()
    .setExpirationTime(`${TIMES.guestCookieSeconds}s`)
    .sign(readConfig(context.env).tokenSecret);
  setCookie(context, COOKIE.name, token, {
    path: COOKIE.path,
    httpOnly: true,
    sameSite: "Lax",
    secure: isSecure(context),
    maxAge: TIMES.guestCookieSeconds,
  });
  return userId;
}

/** Takes the guest's cookie from the browser, once its rooms are an account's. */
export function forgetGuest(context: Context): void {
  deleteCookie(context, COOKIE.name, { path: COOKIE.path, secure: isSecure(context) });
}

async function verify(secret: Uint8Array, token: string): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ["HS256"],
      audience: AUDIENCES.guest,
    });
    return v.is(uuidSchema, payload.sub) ? payload.sub : null;
  } catch {
    return null;
  }
}
