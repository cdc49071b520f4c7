import { type Bytes, fromBase64Url, randomBytes, toBase64Url } from "../call/encryption/bytes.ts";

const SECRET_BYTES = 32;

/** A new room's secret, as it stands behind the `#` of its link: browsers send that part to nobody. */
export const makeRoomSecret = (): string => toBase64Url(randomBytes(SECRET_BYTES));

/** The secret in an address's fragment, with or without its `#`; null where there is none, or not a whole one. */
export function roomSecretIn(fragment: string): Bytes | null {
  const bytes = fromBase64Url(secretTextIn(fragment));
  return bytes?.length === SECRET_BYTES ? bytes : null;
}

/** The part of a fragment that opens an encrypted room; empty where there is none. An invitation may stand behind it. */
export function secretTextIn(fragment: string): string {
  return partsOf(fragment).find((part) => !part.includes("=")) ?? "";
}

/** The invitation in an address's fragment: browsers send that part to nobody, and so no server's log has it. */
export function inviteIn(fragment: string): string | undefined {
  return partsOf(fragment)
    .find((part) => part.startsWith(INVITE))
    ?.slice(INVITE.length);
}

/** The link to a room: with its secret where it is encrypted, and with an invitation where there is one. */
export function roomLink(slug: string, secretText: string, invite?: string): string {
  const parts = [secretText, invite === undefined ? "" : INVITE + invite].filter((part) => part !== "");
  return `${location.origin}/r/${slug}${parts.length === 0 ? "" : `#${parts.join("&")}`}`;
}

const INVITE = "invite=";

function partsOf(fragment: string): string[] {
  return fragment.replace(/^#/, "").split("&");
}

/** Whether this browser, on this page, can encrypt and decrypt what it sends and receives. Browsers hide it from insecure pages. */
export function canEncrypt(): boolean {
  return isSecureContext && typeof RTCRtpScriptTransform === "function";
}
