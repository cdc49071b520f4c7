import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, type StackOptions, startStack } from "../../../scripts/local/stack.ts";
import { copyPreparedState } from "./prepared-state.ts";

/** The whole of Nearcast in a directory of its own. */
export interface LocalStack {
  readonly stack: Stack;
  /** Ends everything and starts it again at the same address, on what it has stored. */
  restart(): Promise<LocalStack>;
  /** Ends everything and starts it again at the same address, as it was in the beginning. */
  renew(): Promise<LocalStack>;
  close(): Promise<void>;
}

export type LocalStackOptions = Pick<
  StackOptions,
  "nodes" | "nodePositions" | "participantsPerWorker" | "workerVariables"
>;

async function makeStateDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "nearcast-e2e-"));
  await copyPreparedState(directory);
  return directory;
}

/** Starts everything that gets deployed. `npm test` has built the page before. */
export async function startLocalStack(
  options: LocalStackOptions = {},
  stateDirectory?: string,
  port = 0,
): Promise<LocalStack> {
  const directory = stateDirectory ?? (await makeStateDirectory());
  const stack = await startStack({ port, stateDirectory: directory, buildPage: false, ...options });
  const close = async (): Promise<void> => {
    await stack.close();
    await rm(directory, { recursive: true, force: true });
  };
  const samePort = Number(new URL(stack.url).port);
  return {
    stack,
    restart: async () => {
      await stack.close();
      return startLocalStack(options, directory, samePort);
    },
    renew: async () => {
      await close();
      return startLocalStack(options, undefined, samePort);
    },
    close,
  };
}
