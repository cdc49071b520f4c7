import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { makeKeyPair, makePushKey, makeRandomText } from "../../../scripts/cli/make-secrets.ts";
import { ROOT } from "../../../scripts/cli/paths.ts";
import { startProgram } from "../../../scripts/testing/program.ts";
import { type Surroundings, WORKERS } from "./provided.ts";

const program = (file: string) => fileURLToPath(new URL(file, import.meta.url));
type Database = Surroundings["databases"][number];

const NODE_IDS = ["node-a", "node-b", "node-c"];

/** Starts the databases and a push service, and makes the keys of media nodes and of tokens. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Wrangler's configuration names it; the page need not be built for these tests.
  await mkdir(join(ROOT, "web/dist"), { recursive: true });
  const [pushService, ...databases] = await Promise.all([
    startProgram<string>(program("./push-service.ts")),
    ...Array.from({ length: WORKERS }, () => startProgram<Database>(program("./database.ts"))),
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
    await Promise.all([pushService, ...databases].map(({ close }) => close()));
  };
}
