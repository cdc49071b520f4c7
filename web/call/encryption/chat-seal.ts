import type { Reaction } from "../../../protocol/room/chat.ts";
import { type Bytes, concat, fromBase64Url, fromUtf8, randomBytes, toBase64Url, utf8 } from "./bytes.ts";
import type { RoomKeys } from "./room-keys.ts";

/** What every sealed text begins with; `protocol/text.ts` knows it, too. */
const PREFIX = "e2ee1.";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Where a text belongs: sealed for one place, it opens in no other. */
interface Place {
  readonly messageId: string;
  /** How often the message has been edited. */
  readonly revision: number;
}

const placeText = ({ messageId, revision }: Place) => utf8(`${messageId} ${revision}`);

/** A message's text for those who have the link. Bound to its place: it cannot be shown as another message or a later edit. */
export async function sealText(keys: RoomKeys, place: Place, text: string): Promise<string> {
  const iv = randomBytes(IV_BYTES);
  const parameters = { name: "AES-GCM", iv, additionalData: placeText(place) };
  const sealed = await crypto.subtle.encrypt(parameters, keys.chat, utf8(text));
  return PREFIX + toBase64Url(concat(iv, new Uint8Array(sealed)));
}

/** The text of a sealed message; null where it was not written with this room's link, or for another place. */
export async function openText(keys: RoomKeys, place: Place, sealed: string): Promise<string | null> {
  const bytes: Bytes | null = sealed.startsWith(PREFIX) ? fromBase64Url(sealed.slice(PREFIX.length)) : null;
  if (bytes === null || bytes.length <= IV_BYTES) return null;
  const parameters = { name: "AES-GCM", iv: bytes.slice(0, IV_BYTES), additionalData: placeText(place) };
  try {
    const opened = await crypto.subtle.decrypt(parameters, keys.chat, bytes.slice(IV_BYTES));
    return fromUtf8(new Uint8Array(opened));
  } catch {
    return null;
  }
}

/**
 * What stands for a reaction to one message: the same from everybody, so that the room can count, and for every message
 * another, so that nobody without the link can tell which is which.
 */
export async function reactionTag(keys: RoomKeys, messageId: string, reaction: Reaction): Promise<string> {
  const tag = await crypto.subtle.sign("HMAC", keys.reactions, utf8(`${messageId} ${reaction}`));
  return toBase64Url(new Uint8Array(tag).slice(0, TAG_BYTES));
}
