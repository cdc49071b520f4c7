import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, TOOLS } from "../cli/paths.ts";
import { runChild } from "../process/child.ts";

/** Where the edge of a local stack keeps what it stores. */
export function edgeStorage(stateDirectory: string): string {
  return join(stateDirectory, "edge");
}

/**
 * Makes media nodes known to the edge of a local stack, as it is done for a deployed one: by their public keys, in the KV namespace
 * that the Worker calls NODE_KEYS. To be called while that edge does not run; where they are known already, it costs nothing.
 *
 * @param keys public JWKs by the node's id
 */
export async function trustNodes(stateDirectory: string, keys: ReadonlyMap<string, string>): Promise<void> {
  const known = join(edgeStorage(stateDirectory), "node-keys.json");
  const entries = JSON.stringify([...keys].map(([key, value]) => ({ key, value })));
  if ((await readFile(known, "utf8").catch(() => "[]")) === entries) return;
  await mkdir(edgeStorage(stateDirectory), { recursive: true });
  const file = `${known}.new`;
  await writeFile(file, entries);
  await runChild({
    name: "wrangler kv bulk put",
    command: process.execPath,
    args: [
      ...[TOOLS.wrangler, "kv", "bulk", "put", file, "--config", join(ROOT, "wrangler.toml")],
      ...["--binding", "NODE_KEYS", "--local", "--persist-to", edgeStorage(stateDirectory)],
    ],
    env: OFFLINE,
  });
  await rename(file, known);
}

/** Has wrangler ask nobody on the internet, and write nothing elsewhere. */
export const OFFLINE = {
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
} as const;
