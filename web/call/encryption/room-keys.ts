import { type Bytes, concat, utf8 } from "./bytes.ts";

/** What is derived from the secret in a room's link, each for one purpose. */
export interface RoomKeys {
  /** HMAC-SHA-256: says that whoever made an identity had the link. */
  readonly identity: CryptoKey;
  /** HMAC-SHA-512: the safety number. */
  readonly safety: CryptoKey;
  /** AES-256-GCM: the chat's text. */
  readonly chat: CryptoKey;
  /** HMAC-SHA-256: tags that stand for reactions. */
  readonly reactions: CryptoKey;
  /** Mixed into the keys of each pair, so that they need the link as well as the pair's private keys. */
  readonly pairing: Bytes;
}

/** Derives a room's keys. Bound to the room's id, the secret of one room opens nothing in another one. */
export async function deriveRoomKeys(secret: Bytes, roomId: string): Promise<RoomKeys> {
  const salt = concat(utf8("nearcast e2ee 1 "), utf8(roomId));
  const derive = (purpose: string) => hkdf(secret, salt, utf8(purpose), 32);
  const hmac = async (purpose: string, hash: string, use: KeyUsage[]) =>
    crypto.subtle.importKey("raw", await derive(purpose), { name: "HMAC", hash }, false, use);
  const [identity, safety, chat, reactions, pairing] = await Promise.all([
    hmac("identity", "SHA-256", ["sign", "verify"]),
    hmac("safety number", "SHA-512", ["sign"]),
    derive("chat").then(importAes),
    hmac("reactions", "SHA-256", ["sign"]),
    derive("pairing"),
  ]);
  return { identity, safety, chat, reactions, pairing };
}

/** HKDF with SHA-256. */
export async function hkdf(secret: Bytes, salt: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 8 * length));
}

/** A key of AES-GCM that cannot be read out again. */
export function importAes(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}
