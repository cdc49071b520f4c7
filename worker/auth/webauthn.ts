import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { base64url } from "jose";
import type * as v from "valibot";
import type { newPasskeySchema, passkeySignInSchema } from "../../protocol/account.ts";
import type { StoredPasskey } from "../db/passkeys.ts";

type NewCredential = v.InferOutput<typeof newPasskeySchema>["credential"];
type SignInCredential = v.InferOutput<typeof passkeySignInSchema>["credential"];

/** What a browser needs to make a passkey that stays on the device with its owner's name, and signs in by itself. */
export function registrationOptions(
  origin: string,
  user: { id: string; name: string; handle: string },
  known: readonly string[],
) {
  return generateRegistrationOptions({
    rpName: "Nearcast",
    rpID: new URL(origin).hostname,
    userID: new Uint8Array(new TextEncoder().encode(user.id)),
    userName: user.handle,
    userDisplayName: user.name,
    excludeCredentials: known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** The passkey that a browser has made for these options; null where it is not for them, or for another site. */
export async function verifyNew(
  origin: string,
  challenge: string,
  credential: NewCredential,
): Promise<Omit<StoredPasskey, "userId"> | null> {
  const verified = await verifyRegistrationResponse({
    response: credential,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  const { transports } = credential.response;
  return { id, publicKey: base64url.encode(publicKey), counter, transports };
}

/** What a browser needs to sign in by any passkey that it has for this site. */
export function authenticationOptions(origin: string) {
  return generateAuthenticationOptions({ rpID: new URL(origin).hostname, userVerification: "required" });
}

/** The passkey's new counter, where its answer is right; else null. */
export async function verifyAnswer(
  origin: string,
  challenge: string,
  credential: SignInCredential,
  stored: StoredPasskey,
): Promise<number | null> {
  const { userHandle, ...response } = credential.response;
  const verified = await verifyAuthenticationResponse({
    response: { ...credential, response: userHandle === undefined ? response : { ...response, userHandle } },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    credential: {
      id: stored.id,
      publicKey: new Uint8Array(base64url.decode(stored.publicKey)),
      counter: stored.counter,
    },
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}
