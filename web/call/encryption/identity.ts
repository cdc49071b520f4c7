import { type Bytes, concat, fromBase64Url, toBase64Url, utf8 } from "./bytes.ts";
import type { RoomKeys } from "./room-keys.ts";

/** P-256, because browsers had encoded transforms before all of them had X25519. */
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const FORMAT = 1;
const POINT_BYTES = 65;
const MAC_BYTES = 32;

/** Who a page is among those who have the link: made for one stay, and gone with it. */
export interface OwnIdentity {
  /** What the others are told: format, public key, and a MAC that only the link's key makes. */
  readonly text: string;
  readonly privateKey: CryptoKey;
}

/** Makes a page's identity for one stay. */
export async function makeIdentity(keys: RoomKeys): Promise<OwnIdentity> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", keys.identity, macInput(point)));
  return { text: toBase64Url(concat(Uint8Array.of(FORMAT), point, mac)), privateKey: pair.privateKey };
}

/** The public key of an identity; null where it was not made with this room's link. */
export async function verifyIdentity(keys: RoomKeys, text: string): Promise<CryptoKey | null> {
  const bytes = fromBase64Url(text);
  if (bytes?.length !== 1 + POINT_BYTES + MAC_BYTES || bytes[0] !== FORMAT) return null;
  const point = bytes.slice(1, 1 + POINT_BYTES);
  const mac = bytes.slice(1 + POINT_BYTES);
  if (!(await crypto.subtle.verify("HMAC", keys.identity, mac, macInput(point)))) return null;
  // Refuses what is no point of the curve.
  return crypto.subtle.importKey("raw", point, CURVE, false, []).catch(() => null);
}

const macInput = (point: Bytes): Bytes => concat(utf8("nearcast identity "), point);
