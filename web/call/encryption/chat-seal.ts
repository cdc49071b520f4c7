import { type Bytes, concat, fromBase64Url, fromUtf8, randomBytes, toBase64Url, utf8 } from "./bytes.ts";
import type { RoomKeys } from "./room-keys.ts";

/** What every sealed text begins with; `protocol/text.ts` knows it, too. */
const PREFIX = "e2ee1.";
const IV_BYTES = 12;

/** A message's text for those who have the link. Bound to the message's id: it cannot be shown twice as two messages. */
export async function sealText(keys: RoomKeys, messageId: string, text: string): Promise<string> {
  const iv = randomBytes(IV_BYTES);
  const parameters = { name: "AES-GCM", iv, additionalData: utf8(messageId) };
  const sealed = await crypto.subtle.encrypt(parameters, keys.chat, utf8(text));
  return PREFIX + toBase64Url(concat(iv, new Uint8Array(sealed)));
}

/** The text of a sealed message; null where it was not written with this room's link, or as another message. */
export async function openText(keys: RoomKeys, messageId: string, sealed: string): Promise<string | null> {
  const bytes: Bytes | null = sealed.startsWith(PREFIX) ? fromBase64Url(sealed.slice(PREFIX.length)) : null;
  if (bytes === null || bytes.length <= IV_BYTES) return null;
  const parameters = {
    name: "AES-GCM",
    iv: bytes.slice(0, IV_BYTES),
    additionalData: utf8(messageId),
  };
  try {
    const opened = await crypto.subtle.decrypt(parameters, keys.chat, bytes.slice(IV_BYTES));
    return fromUtf8(new Uint8Array(opened));
  } catch {
    return null;
  }
}
