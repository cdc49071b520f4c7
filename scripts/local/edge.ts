import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, TOOLS } from "../cli/paths.ts";
import { UserError } from "../cli/user-error.ts";
import { type Child, startChild } from "../process/child.ts";
import type { Certificate } from "./certificate.ts";
import { waitUntilHealthy } from "./health.ts";
import { edgeStorage, OFFLINE } from "./node-keys.ts";
import { WORKER_OUTPUT } from "./worker.ts";

/** The variables of the Worker, which are secrets where it is deployed. */
interface EdgeVariables {
  readonly DATABASE_URL: string;
  /** Where the Worker sends its queries; on Cloudflare it is not set and Neon's driver knows by itself. */
  readonly DATABASE_ENDPOINT: string;
  readonly TOKEN_SECRET: string;
  readonly ACCESS_KEYS: string;
  readonly PUSH_KEY: string;
  readonly PUSH_CONTACT: string;
  readonly FLEET_TOKEN: string;
  readonly [further: string]: string;
}

export interface EdgeOptions {
  readonly stateDirectory: string;
  readonly ip: string;
  readonly port: number;
  /** The origin at which this machine reaches it. */
  readonly internalUrl: string;
  /** Serves https, with this. */
  readonly certificate: Certificate | undefined;
  readonly variables: EdgeVariables;
  /** Follows the Worker's sources as they are edited; otherwise runs what `ensureWorker` has built. */
  readonly followsSources: boolean;
  readonly output: (line: string) => void;
}

/**
 * Runs the Worker, its Durable Objects and the page in Cloudflare's own runtime, as wrangler.toml describes
 * them, and keeps their storage in the state directory.
 *
 * @throws {UserError} when it does not answer
 */
export async function startEdge(options: EdgeOptions): Promise<Child> {
  const { stateDirectory, ip, port, certificate } = options;
  const variablesFile = join(stateDirectory, "edge.env");
  await writeFile(variablesFile, formatVariables(options.variables), { mode: 0o600 });
  const child = await startChild({
    name: "The edge (wrangler dev)",
    command: process.execPath,
    args: [
      ...[TOOLS.wrangler, "dev", "--config", join(ROOT, "wrangler.toml"), "--local"],
      ...(options.followsSources ? [] : [WORKER_OUTPUT, "--no-bundle"]),
      ...["--ip", ip, "--port", String(port), "--inspector-port", "0"],
      ...["--persist-to", edgeStorage(stateDirectory), "--env-file", variablesFile],
      "--show-interactive-dev-session=false",
      ...(certificate ? httpsFlags(certificate) : []),
    ],
    env: {
      ...OFFLINE,
      // Otherwise whoever reaches the port may read and change all that is stored, the keys of media nodes included.
      X_LOCAL_EXPLORER: "false",
      // Traces that only the explorer shows.
      X_LOCAL_OBSERVABILITY: "false",
      // What it says is in our own log, and others on this machine need not know of this one.
      WRANGLER_REGISTRY_PATH: join(stateDirectory, "edge-registry"),
    },
    output: options.output,
  });
  try {
    await waitUntilHealthy(child, `${options.internalUrl}/healthz`, certificate?.pem);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return child;
}

function httpsFlags({ certificatePath, keyPath }: Certificate): string[] {
  return ["--local-protocol=https", "--https-cert-path", certificatePath, "--https-key-path", keyPath];
}

/**
 * A file rather than arguments, which every user of the machine can read.
 *
 * @throws {UserError} where a value cannot be written into such a file
 */
function formatVariables(variables: EdgeVariables): string {
  const impossible = Object.entries(variables).find(([, value]) => /['\n]/.test(value));
  if (impossible)
    throw new UserError(`${impossible[0]} has a single quote or a new line in it. Take it out.`);
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join("");
}
