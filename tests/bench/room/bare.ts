import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TOOLS } from "../../../scripts/cli/paths.ts";
import { waitUntilHealthy } from "../../../scripts/local/health.ts";
import { OFFLINE } from "../../../scripts/local/node-keys.ts";
import { type Child, startChild } from "../../../scripts/process/child.ts";
import { freePort } from "../../../scripts/process/ports.ts";
import { findProcess } from "./cpu-time.ts";
import type { Target } from "./target.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** A bare server that runs. */
export interface Bare {
  readonly target: Target;
  readonly child: Child;
}

export interface BareOptions {
  /** The first item that a real page has sent. */
  readonly pageJoin: object;
  /** What each join is answered with, as JSON text. */
  readonly media: string;
}

/** Starts bare rooms in a Node process of their own. */
export async function startBareServer({ pageJoin, media }: BareOptions): Promise<Bare> {
  const listening = Promise.withResolvers<string>();
  const child = await startChild({
    name: "The bare server",
    command: process.execPath,
    args: [path("./bare-server.ts")],
    env: { BARE_MEDIA: media },
    output: (line) => listening.resolve(line),
  });
  void child.exited.then(() => listening.reject(new Error(child.lastLines().join("\n"))));
  return { target: targetAt(await listening.promise, child.pid, pageJoin), child };
}

/** Starts bare rooms in workerd, in the way in which Nearcast's own are run here. */
export async function startBareWorker({ pageJoin, media }: BareOptions, directory: string): Promise<Bare> {
  const port = String(await freePort());
  const variables = join(directory, "bare.env");
  await writeFile(variables, `BARE_MEDIA='${media}'\n`);
  const child = await startChild({
    name: "The bare Worker",
    command: process.execPath,
    args: [
      ...[TOOLS.wrangler, "dev", "--config", path("./bare-wrangler.toml"), "--local"],
      ...["--ip", "127.0.0.1", "--port", port, "--inspector-port", "0"],
      ...["--persist-to", join(directory, "bare"), "--env-file", variables],
      "--show-interactive-dev-session=false",
    ],
    env: {
      ...OFFLINE,
      WRANGLER_REGISTRY_PATH: join(directory, "bare-registry"),
    },
  });
  await waitUntilHealthy(child, `http://127.0.0.1:${port}/`);
  const pid = await findProcess("workerd", join(directory, "bare"));
  return { target: targetAt(port, pid, pageJoin), child };
}

function targetAt(port: string, pid: number, pageJoin: object): Target {
  return {
    pid,
    prepare: async () => {},
    socketUrl: (room) => `ws://127.0.0.1:${port}/${room}`,
    joinItem: async (_room, name) => ({ ...pageJoin, tab: randomUUID(), name }),
  };
}
