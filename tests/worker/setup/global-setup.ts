import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { makeKeyPair, makePushKey, makeRandomText } from "../../../scripts/cli/make-secrets.ts";
import { type Surroundings, WORKERS } from "./provided.ts";

const ROOT = join(import.meta.dirname, "../../..");
type Database = Surroundings["databases"][number];

const NODE_IDS = ["node-a", "node-b", "node-c"];

/** Starts the databases and a push service, and makes the keys of media nodes and of tokens. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Wrangler's configuration names it; the page need not be built for these tests.
  await mkdir(join(ROOT, "web/dist"), { recursive: true });
  const [pushService, ...databases] = await Promise.all([
    startProgram<string>("./push-service.ts"),
    ...Array.from({ length: WORKERS }, () => startProgram<Database>("./database.ts")),
  ]);
  const keys = NODE_IDS.map((id) => ({ id, ...makeKeyPair(id) }));
  project.provide("surroundings", {
    databases: databases.map(({ value }) => value),
    tokenSecret: makeRandomText(),
    fleetToken: makeRandomText(),
    accessKeys: JSON.stringify({ keys: ["access-2", "access-1"].map((id) => makeKeyPair(id).privateKey) }),
    pushKey: JSON.stringify(makePushKey()),
    pushService: pushService.value,
    nodeKey: Object.fromEntries(keys.map(({ id, privateKey }) => [id, privateKey])),
    publicNodeKey: Object.fromEntries(keys.map(({ id, publicKey }) => [id, publicKey])),
  } satisfies Surroundings);
  return async () => {
    await Promise.all([pushService, ...databases].map((program) => program.close()));
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
