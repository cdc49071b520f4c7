import { join } from "node:path";
import { startDatabase } from "./database.ts";
import { trustNodes } from "./node-keys.ts";
import { ensureSecrets } from "./secrets.ts";

/**
 * Makes in a directory what a local stack makes there at its first start: secrets, a database with its tables, and the keys of its
 * nodes. A stack that starts on it, or on a copy, has nothing of that to do.
 */
export async function prepareState(stateDirectory: string, nodeIds: readonly string[]): Promise<void> {
  const { databasePassword: password, publicNodeKey } = await ensureSecrets(stateDirectory, nodeIds);
  const directory = join(stateDirectory, "postgres");
  const database = await startDatabase({ directory, password, output: () => {} });
  await database.close();
  await trustNodes(stateDirectory, publicNodeKey);
}
