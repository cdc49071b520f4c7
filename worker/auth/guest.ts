import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import { AUDIENCES } from "../../protocol/api.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { TIMES } from "../../protocol/limits.ts";
import { type Env, readConfig } from "../env.ts";

const COOKIE = "nearcast_guest";

/** The guest whom the browser's cookie names, or a new one whose cookie goes out with the answer. Returns the user id. */
export async function ensureGuest(context: Context<{ Bindings: Env }>): Promise<string> {
  const { tokenSecret } = readConfig(context.env);
  const known = await readGuest(context);
  if (known) return known;
  const userId = crypto.randomUUID();
  const token = await new SignJWT()
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(userId)
    .setAudience(AUDIENCES.guest)
    .setIssuedAt()
    .setExpirationTime(`${TIMES.guestCookieSeconds}s`)
    .sign(tokenSecret);
  setCookie(context, COOKIE, token, {
    path: "/api",
    httpOnly: true,
    sameSite: "Lax",
    secure: new URL(context.req.url).protocol === "https:",
    maxAge: TIMES.guestCookieSeconds,
  });
  return userId;
}

async function readGuest(context: Context<{ Bindings: Env }>): Promise<string | null> {
  const token = getCookie(context, COOKIE);
  if (!token) return null;
  try {
    const { tokenSecret } = readConfig(context.env);
    const { payload } = await jwtVerify(token, tokenSecret, {
      algorithms: ["HS256"],
      audience: AUDIENCES.guest,
    });
    return v.is(uuidSchema, payload.sub) ? payload.sub : null;
  } catch {
    return null;
  }
}
