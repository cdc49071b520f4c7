import { createLocalJWKSet, importJWK, type JWK, jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import { AUDIENCES } from "../../protocol/api.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { TIMES } from "../../protocol/limits.ts";
import type { Config } from "../env.ts";

const ALGORITHM = "EdDSA";
const TYPE = "at+jwt";

const claimsSchema = v.object({ sub: uuidSchema, sid: uuidSchema });

/** Somebody who is signed in, and in which session. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
}

interface Keyring {
  readonly signingKey: Awaited<ReturnType<typeof importJWK>>;
  readonly kid: string;
  readonly publicKeys: { keys: JWK[] };
  readonly find: ReturnType<typeof createLocalJWKSet>;
}

// Keys are read once for each isolate.
const keyrings = new WeakMap<Config, Promise<Keyring>>();

/** An access token (RFC 9068), good for `TIMES.accessTokenSeconds`. `issuer` is the origin that it is for. */
export async function signAccessToken(
  config: Config,
  issuer: string,
  claims: AccessClaims,
  now: number,
): Promise<string> {
  const { signingKey, kid } = await keyringOf(config);
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
    .setSubject(claims.userId)
    .setIssuer(issuer)
    .setAudience(AUDIENCES.access)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TIMES.accessTokenSeconds)
    .sign(signingKey);
}

/** What a token says, or null where it is not one of ours, is for another origin, or has expired. */
export async function verifyAccessToken(
  config: Config,
  issuer: string,
  token: string,
): Promise<AccessClaims | null> {
  const { find } = await keyringOf(config);
  try {
    const { payload } = await jwtVerify(token, find, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer,
      audience: AUDIENCES.access,
      clockTolerance: TIMES.accessToleranceSeconds,
      maxTokenAge: TIMES.accessTokenSeconds,
    });
    const { sub, sid } = v.parse(claimsSchema, payload);
    return { userId: sub, sessionId: sid };
  } catch {
    return null;
  }
}

/** The public halves of all keys, as a JWKS. */
export async function publicKeys(config: Config): Promise<{ keys: JWK[] }> {
  return (await keyringOf(config)).publicKeys;
}

function keyringOf(config: Config): Promise<Keyring> {
  const known = keyrings.get(config);
  if (known) return known;
  const made = makeKeyring(config);
  keyrings.set(config, made);
  return made;
}

/** The first key signs; a token of any of them is taken. */
async function makeKeyring({ accessKeys: [first, ...others] }: Config): Promise<Keyring> {
  const keys = [first, ...others].map(({ kty, crv, x, kid }) => ({
    kty,
    crv,
    x,
    kid,
    alg: ALGORITHM,
    use: "sig",
  }));
  return {
    signingKey: await importJWK({ ...first, alg: ALGORITHM }, ALGORITHM),
    kid: first.kid,
    publicKeys: { keys },
    find: createLocalJWKSet({ keys }),
  };
}
