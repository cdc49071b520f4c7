import { base64url } from "jose";
import * as v from "valibot";
import { uuidSchema } from "../../protocol/ids.ts";

/** A refresh token: the session that it belongs to, and what proves it. */
export interface RefreshToken {
  readonly sessionId: string;
  readonly secret: Uint8Array<ArrayBuffer>;
}

const SECRET_BYTES = 32;

/** The first token of a session. */
export function firstRefreshToken(sessionId: string): RefreshToken {
  return { sessionId, secret: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)) };
}

/**
 * The token that follows. It is worked out, so that whoever asks twice with the same token, as two tabs do, gets the same
 * answer; and nobody but the holder of the key can work it out.
 */
export async function nextRefreshToken(
  key: Uint8Array<ArrayBuffer>,
  token: RefreshToken,
): Promise<RefreshToken> {
  const usage = { name: "HMAC", hash: "SHA-256" };
  const hmacKey = await crypto.subtle.importKey("raw", key, usage, false, ["sign"]);
  const input = new Uint8Array([...new TextEncoder().encode("refresh token\n"), ...token.secret]);
  return { ...token, secret: new Uint8Array(await crypto.subtle.sign("HMAC", hmacKey, input)) };
}

/** What the database keeps of a token. It is random, so it needs no slow hash. */
export async function hashRefreshToken({ secret }: RefreshToken): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", secret)));
}

/** A token as its cookie holds it. */
export function formatRefreshToken({ sessionId, secret }: RefreshToken): string {
  return `${sessionId}.${base64url.encode(secret)}`;
}

/** Reads a cookie; null where it holds none. */
export function parseRefreshToken(text: string): RefreshToken | null {
  const [sessionId, secret = ""] = text.split(".");
  if (!v.is(uuidSchema, sessionId) || !/^[\w-]{43}$/.test(secret)) return null;
  return { sessionId, secret: new Uint8Array(base64url.decode(secret)) };
}
