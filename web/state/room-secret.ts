import { type Bytes, fromBase64Url, randomBytes, toBase64Url } from "../call/encryption/bytes.ts";

const SECRET_BYTES = 32;

/** A new room's secret, as it stands behind the `#` of its link: browsers send that part to nobody. */
export const makeRoomSecret = (): string => toBase64Url(randomBytes(SECRET_BYTES));

/** The secret in an address's fragment, with or without its `#`; null where there is none, or not a whole one. */
export function roomSecretIn(fragment: string): Bytes | null {
  const bytes = fromBase64Url(fragment.replace(/^#/, ""));
  return bytes?.length === SECRET_BYTES ? bytes : null;
}

/** Whether this browser, on this page, can encrypt and decrypt what it sends and receives. Browsers hide it from insecure pages. */
export function canEncrypt(): boolean {
  return isSecureContext && typeof RTCRtpScriptTransform === "function";
}
