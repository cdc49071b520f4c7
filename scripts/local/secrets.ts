import type { JsonWebKey } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type KeyPair,
  makeAccessKey,
  makeKeyPair,
  makePushKey,
  makeRandomText,
} from "../cli/make-secrets.ts";

interface StoredSecrets {
  readonly tokenSecret: string;
  readonly databasePassword: string;
  readonly fleetToken: string;
  /** By the id of the media node. */
  readonly nodeKeys: Readonly<Record<string, KeyPair>>;
  readonly accessKey: JsonWebKey;
  readonly pushKey: JsonWebKey;
}

export interface Secrets {
  /** The Worker's TOKEN_SECRET: 32 random bytes, base64url. */
  readonly tokenSecret: string;
  readonly databasePassword: string;
  /** The Worker's FLEET_TOKEN: 32 random bytes, base64url. */
  readonly fleetToken: string;
  /** The Worker's ACCESS_KEYS: a JWKS with the private key that signs access tokens. */
  readonly accessKeys: string;
  /** The Worker's PUSH_KEY: the private JWK in whose name browsers are told things. */
  readonly pushKey: string;
  /** A media node's NODE_KEY: its private JWK, by the node's id, */
  readonly nodeKey: ReadonlyMap<string, string>;
  /** and the public one, by which the Worker knows it. */
  readonly publicNodeKey: ReadonlyMap<string, string>;
}

/**
 * The secrets of a local stack, made once and kept in its state directory, readable by its owner only.
 *
 * @param nodeIds the media nodes that are to have a key
 */
export async function ensureSecrets(stateDirectory: string, nodeIds: readonly string[]): Promise<Secrets> {
  const file = join(stateDirectory, "secrets.json");
  // A file from before there was a secret lacks it.
  const known = await load(file);
  const nodeKeys: Record<string, KeyPair> = { ...known?.nodeKeys };
  for (const id of nodeIds) nodeKeys[id] ??= makeKeyPair(id);
  const secrets: StoredSecrets = {
    tokenSecret: known?.tokenSecret ?? makeRandomText(),
    databasePassword: known?.databasePassword ?? makeRandomText(24),
    fleetToken: known?.fleetToken ?? makeRandomText(),
    nodeKeys,
    accessKey: known?.accessKey ?? makeAccessKey(),
    pushKey: known?.pushKey ?? makePushKey(),
  };
  await mkdir(stateDirectory, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return {
    tokenSecret: secrets.tokenSecret,
    databasePassword: secrets.databasePassword,
    fleetToken: secrets.fleetToken,
    pushKey: JSON.stringify(secrets.pushKey),
    accessKeys: JSON.stringify({ keys: [secrets.accessKey] }),
    nodeKey: halves(nodeKeys, "privateKey"),
    publicNodeKey: halves(nodeKeys, "publicKey"),
  };
}

function halves(keys: Readonly<Record<string, KeyPair>>, half: keyof KeyPair): Map<string, string> {
  return new Map(Object.entries(keys).map(([id, pair]) => [id, JSON.stringify(pair[half])]));
}

async function load(file: string): Promise<Partial<StoredSecrets> | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
