import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { TIMES } from "../../protocol/limits.ts";
import { formatRefreshToken, parseRefreshToken, type RefreshToken } from "./refresh-token.ts";

const ACCESS = { name: "nearcast_access", path: "/api" } as const;
/** Sent only where it is exchanged, so that whatever else goes wrong cannot show it. */
const REFRESH = { name: "nearcast_refresh", path: "/api/auth" } as const;

/** Hands both tokens to the browser: no script can read them, and no page of another site can send them. */
export function setTokens(context: Context, access: string, refresh: RefreshToken): void {
  const options = {
    httpOnly: true,
    sameSite: "Strict",
    secure: isSecure(context),
    // An access token that has expired stays, and says so: without it somebody would be a guest of a sudden.
    maxAge: TIMES.sessionMs / 1000,
  } as const;
  setCookie(context, ACCESS.name, access, { ...options, path: ACCESS.path });
  setCookie(context, REFRESH.name, formatRefreshToken(refresh), { ...options, path: REFRESH.path });
}

/** Takes both tokens from the browser. */
export function clearTokens(context: Context): void {
  for (const { name, path } of [ACCESS, REFRESH])
    deleteCookie(context, name, { path, secure: isSecure(context) });
}

/** The access token that the browser sent, not verified. */
export function accessTokenOf(context: Context): string | undefined {
  return getCookie(context, ACCESS.name);
}

/** The refresh token that the browser sent, not verified; null where there is none. */
export function refreshTokenOf(context: Context): RefreshToken | null {
  return parseRefreshToken(getCookie(context, REFRESH.name) ?? "");
}

/** Whether cookies can be kept to TLS: `npm start` serves plain HTTP. */
export function isSecure(context: Context): boolean {
  return new URL(context.req.url).protocol === "https:";
}
