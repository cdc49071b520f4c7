import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "../../../scripts/local/stack.ts";

/** The whole of Nearcast in a directory of its own. */
export interface LocalStack {
  readonly stack: Stack;
  /** Ends everything and starts it again on what it has stored. */
  restart(): Promise<LocalStack>;
  close(): Promise<void>;
}

/** Starts everything that gets deployed, with `nodes` media nodes. `npm test` has built the page before. */
export async function startLocalStack(nodes = 1, stateDirectory?: string): Promise<LocalStack> {
  const directory = stateDirectory ?? (await mkdtemp(join(tmpdir(), "nearcast-e2e-")));
  const stack = await startStack({ port: 0, stateDirectory: directory, nodes, buildPage: false });
  return {
    stack,
    restart: async () => {
      await stack.close();
      return startLocalStack(nodes, directory);
    },
    close: async () => {
      await stack.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
