import { generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";

/** Both halves of an Ed25519 key, as JWKs. */
export interface KeyPair {
  readonly privateKey: JsonWebKey;
  readonly publicKey: JsonWebKey;
}

/** Random bytes in base64url, 32 unless given: a TOKEN_SECRET, a FLEET_TOKEN, a password. */
export function makeRandomText(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** An Ed25519 key with a name: a media node's, or one that signs access tokens. */
export function makeKeyPair(kid: string): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const names = { kid, alg: "EdDSA", use: "sig" };
  return {
    privateKey: { ...privateKey.export({ format: "jwk" }), ...names },
    publicKey: { ...publicKey.export({ format: "jwk" }), ...names },
  };
}

/** The private key of access tokens, under a name that no other has. */
export function makeAccessKey(): JsonWebKey {
  return makeKeyPair(`access-${randomBytes(4).toString("hex")}`).privateKey;
}

/** The P-256 key in whose name browsers are told things. */
export function makePushKey(): JsonWebKey {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
}
