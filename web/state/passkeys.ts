import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from "@simplewebauthn/browser";
import * as v from "valibot";
import { ACCOUNT_PATHS, type SignedIn, signedInSchema } from "../../protocol/account.ts";
import { wireError } from "../../protocol/errors.ts";
import { t } from "../language/translate.ts";
import { rememberAccount } from "./remembered-account.ts";
import { type Answer, request } from "./request.ts";

/** The person changed their mind, or the browser found nothing: nothing has happened. */
export type PasskeyAnswer<T> = Answer<T> | { kind: "cancelled" };

// Our own server made them for this browser's API, which checks each field itself.
const requestOptionsSchema = v.custom<PublicKeyCredentialRequestOptionsJSON>((value) =>
  v.is(v.looseObject({}), value),
);
const creationOptionsSchema = v.custom<PublicKeyCredentialCreationOptionsJSON>((value) =>
  v.is(v.looseObject({}), value),
);

/** Signs in by a passkey that this browser has for this site. */
export async function signInByPasskey(): Promise<PasskeyAnswer<SignedIn>> {
  const options = await request("POST", ACCOUNT_PATHS.passkeyOptions, {}, requestOptionsSchema);
  if (options.kind === "error") return options;
  return asked(async () => {
    const credential = await startAuthentication({ optionsJSON: options.value });
    const answer = await request("POST", ACCOUNT_PATHS.passkeySignIn, { credential }, signedInSchema);
    if (answer.kind === "ok") rememberAccount(answer.value.account);
    return answer;
  });
}

/** Makes a passkey, and adds it to one's account. */
export async function addPasskey(name: string): Promise<PasskeyAnswer<unknown>> {
  const options = await request("POST", ACCOUNT_PATHS.newPasskeyOptions, {}, creationOptionsSchema);
  if (options.kind === "error") return options;
  return asked(async () => {
    const credential = await startRegistration({ optionsJSON: options.value });
    return request("POST", ACCOUNT_PATHS.passkeys, { name, credential }, v.object({}));
  });
}

async function asked<T>(ask: () => Promise<Answer<T>>): Promise<PasskeyAnswer<T>> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") {
      const words = t("This device has a passkey for your account already.");
      return { kind: "error", error: wireError("passkey_failed", words), offline: false };
    }
    // Refused, timed out or without any passkey: browsers do not tell pages which.
    if (error instanceof Error && error.name === "NotAllowedError") return { kind: "cancelled" };
    return { kind: "error", error: wireError("passkey_failed"), offline: false };
  }
}
