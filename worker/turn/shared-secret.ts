import type { IceServer } from "../../protocol/ice-servers.ts";
import type { SharedSecretTurn } from "./turn-settings.ts";

/**
 * Credentials by a secret that relays share with whoever gives them out, as coturn's `use-auth-secret` has it: the user's name
 * begins with when it ends, in seconds since 1970, and the password is the name's HMAC
 * (https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00, section 2.2). Nothing in it says who somebody is.
 */
export async function signedServers(
  { urls, secret }: SharedSecretTurn,
  expiresAt: number,
): Promise<IceServer[]> {
  const username = `${Math.floor(expiresAt / 1000)}:${crypto.randomUUID()}`;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-1" };
  const key = await crypto.subtle.importKey("raw", bytes(secret), algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, bytes(username));
  const credential = btoa(String.fromCharCode(...new Uint8Array(mac)));
  const open = urls.filter((url) => url.startsWith("stun:"));
  const relays = urls.filter((url) => !url.startsWith("stun:"));
  return [
    ...(open.length > 0 ? [{ urls: open }] : []),
    ...(relays.length > 0 ? [{ urls: relays, username, credential }] : []),
  ];
}
