import * as v from "valibot";

const CLOUDFLARE = "https://rtc.live.cloudflare.com";
/** As long as Cloudflare gives. */
const MAX_SECONDS = 48 * 3600;
const URL_PATTERN = /^(?:stun:[^\s?,]+|turns?:[^\s?,]+(?:\?transport=(?:udp|tcp))?)$/;

/** The variables that say which relays there are, if any. */
export const TURN_ENTRIES = {
  /** A TURN key of Cloudflare's, and the token that makes credentials for it. */
  TURN_KEY_ID: v.optional(v.pipe(v.string(), v.regex(/^\w{1,100}$/))),
  TURN_KEY_API_TOKEN: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,500}$/))),
  /** Or one's own servers, their addresses with commas between them, */
  TURN_URLS: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(/[\s,]+/).filter((url) => url !== "")),
      v.minLength(1),
      v.everyItem((url) => URL_PATTERN.test(url) && !usesPort53(url)),
    ),
  ),
  /** and the secret that they share with the Worker: coturn's `static-auth-secret`. */
  TURN_SECRET: v.optional(v.pipe(v.string(), v.minLength(16))),
  /** How long credentials are good for; pages renew them. */
  TURN_CREDENTIAL_SECONDS: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number), v.minValue(30), v.maxValue(MAX_SECONDS)),
    "3600",
  ),
};

interface TurnVariables {
  readonly TURN_KEY_ID?: string | undefined;
  readonly TURN_KEY_API_TOKEN?: string | undefined;
  readonly TURN_URLS?: string[] | undefined;
  readonly TURN_SECRET?: string | undefined;
  readonly TURN_CREDENTIAL_SECONDS: number;
}

/** Cloudflare's relays, and where credentials for them are asked for; they are to be good for `seconds`. */
export interface CloudflareTurn {
  readonly kind: "cloudflare";
  readonly origin: string;
  readonly keyId: string;
  readonly token: string;
  readonly seconds: number;
}

/** Relays that share a secret with the Worker, which makes credentials that are good for `seconds`. */
export interface SharedSecretTurn {
  readonly kind: "shared-secret";
  readonly urls: readonly string[];
  readonly secret: string;
  readonly seconds: number;
}

export type TurnSettings = CloudflareTurn | SharedSecretTurn;

/** Whether the variables belong together: relays of one kind, whole, or none. */
export function isWhole(variables: Omit<TurnVariables, "TURN_CREDENTIAL_SECONDS">): boolean {
  const { TURN_KEY_ID, TURN_KEY_API_TOKEN, TURN_URLS, TURN_SECRET } = variables;
  const given = [TURN_KEY_ID, TURN_KEY_API_TOKEN, TURN_URLS, TURN_SECRET].map((value) => value !== undefined);
  return ["0000", "1100", "0011"].includes(given.map(Number).join(""));
}

/** The relays that whole variables say; null where there are none. */
export function turnSettingsOf(variables: TurnVariables): TurnSettings | null {
  const { TURN_KEY_ID, TURN_KEY_API_TOKEN, TURN_URLS, TURN_SECRET } = variables;
  const { TURN_CREDENTIAL_SECONDS: seconds } = variables;
  if (TURN_KEY_ID !== undefined && TURN_KEY_API_TOKEN !== undefined)
    return { kind: "cloudflare", origin: CLOUDFLARE, keyId: TURN_KEY_ID, token: TURN_KEY_API_TOKEN, seconds };
  if (TURN_URLS !== undefined && TURN_SECRET !== undefined)
    return { kind: "shared-secret", urls: TURN_URLS, secret: TURN_SECRET, seconds };
  return null;
}

/** Browsers do not speak to port 53, and wait for an answer all the same. */
export function usesPort53(url: string): boolean {
  return /:53(?:\?|$)/.test(url);
}
