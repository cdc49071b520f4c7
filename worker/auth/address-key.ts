import { base64url } from "jose";

/**
 * A name for an address in one room, which says nothing about it to whoever does not have the secret, and nothing in another
 * room. Of IPv6 it is the network's part: a household has as many of the rest as it likes. Null where no address is known.
 */
export async function addressKey(
  secret: Uint8Array<ArrayBuffer>,
  roomId: string,
  address: string | undefined,
): Promise<string | null> {
  if (!address) return null;
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const text = new TextEncoder().encode(`address ${roomId} ${networkOf(address)}`);
  return base64url.encode(new Uint8Array(await crypto.subtle.sign("HMAC", key, text)).subarray(0, 16));
}

/** The part of an address that its holder cannot choose: all of IPv4, and the first 64 bits of IPv6. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":");
}
