import { spawn } from "node:child_process";
import { generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import type { Surroundings } from "./provided.ts";

const ROOT = join(import.meta.dirname, "../../..");
const NODE_IDS = ["node-a", "node-b", "node-c"];

/** Starts the database and a push service, and makes the keys of media nodes and of tokens. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Wrangler's configuration names it; the page need not be built for these tests.
  await mkdir(join(ROOT, "web/dist"), { recursive: true });
  const [database, pushService] = await Promise.all([
    startProgram<{ url: string; endpoint: string }>("./database.ts"),
    startProgram<string>("./push-service.ts"),
  ]);
  const keys = NODE_IDS.map(makeKey);
  project.provide("surroundings", {
    databaseUrl: database.value.url,
    databaseEndpoint: database.value.endpoint,
    tokenSecret: randomBytes(32).toString("base64url"),
    fleetToken: randomBytes(32).toString("base64url"),
    accessKeys: JSON.stringify({ keys: ["access-2", "access-1"].map((id) => makeKey(id).privateKey) }),
    pushKey: JSON.stringify(
      generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
    ),
    pushService: pushService.value,
    nodeKey: Object.fromEntries(keys.map(({ id, privateKey }) => [id, privateKey])),
    publicNodeKey: Object.fromEntries(keys.map(({ id, publicKey }) => [id, publicKey])),
  } satisfies Surroundings);
  return async () => {
    await Promise.all([database.close(), pushService.close()]);
  };
}

/**
 * In a child: modules of a global setup resolve as workerd's do, where `ws` and `pg` are not what Node needs. Its first line says
 * where it is.
 */
async function startProgram<T>(file: string): Promise<{ value: T; close: () => Promise<void> }> {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [program], { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), ended]);
  if (Array.isArray(first) || first.done) throw new Error(`${file} did not start.`);
  const close = async () => {
    child.stdin.end();
    await ended;
  };
  return { value: JSON.parse(first.value), close };
}

function makeKey(id: string): { id: string; privateKey: JsonWebKey; publicKey: JsonWebKey } {
  const pair = generateKeyPairSync("ed25519");
  const names = { kid: id, alg: "EdDSA", use: "sig" };
  return {
    id,
    privateKey: { ...pair.privateKey.export({ format: "jwk" }), ...names },
    publicKey: { ...pair.publicKey.export({ format: "jwk" }), ...names },
  };
}
