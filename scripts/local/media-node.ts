import { join } from "node:path";
import type { Position } from "../../protocol/position.ts";
import { ROOT } from "../cli/paths.ts";
import { type Child, startChild } from "../process/child.ts";
import { freePort, freePortRange } from "../process/ports.ts";
import { waitUntilHealthy } from "./health.ts";

export interface MediaNodeOptions {
  /** Its name in the registry, e.g. `local-1`. */
  readonly id: string;
  /** Its private JWK. */
  readonly key: string;
  /** Where it is; undefined for nowhere. */
  readonly position: Position | undefined;
  /** The Worker's origin. */
  readonly edgeUrl: string;
  /** A PEM file to trust when the Worker is on https. */
  readonly edgeCertificatePath: string | undefined;
  readonly listenIp: string;
  readonly announcedAddress: string;
  /** How many mediasoup workers it runs; each has a port of its own. */
  readonly workers: number;
  /** How many participants of a room share one; as the node has it where it is undefined. */
  readonly participantsPerWorker: number | undefined;
  readonly workerBinary: string;
  readonly output: (line: string) => void;
}

export interface MediaNode {
  readonly child: Child;
  readonly healthUrl: string;
}

/**
 * Starts a media node and waits until the edge has registered it.
 *
 * @throws {UserError} when it does not get that far
 */
export async function startMediaNode(options: MediaNodeOptions): Promise<MediaNode> {
  const [httpPort, mediaPort] = await Promise.all([
    freePort(),
    freePortRange(options.workers, options.listenIp),
  ]);
  const child = await startChild({
    name: `The media node ${options.id}`,
    command: process.execPath,
    args: [join(ROOT, "sfu-node/main.ts")],
    env: {
      EDGE_URL: options.edgeUrl,
      NODE_EXTRA_CA_CERTS: options.edgeCertificatePath,
      NODE_ID: options.id,
      NODE_KEY: options.key,
      REGION: "local",
      POSITION: options.position && `${options.position.latitude},${options.position.longitude}`,
      LISTEN_IP: options.listenIp,
      ANNOUNCED_ADDRESS: options.announcedAddress,
      MEDIA_PORT: String(mediaPort),
      WORKERS: String(options.workers),
      PARTICIPANTS_PER_WORKER: options.participantsPerWorker?.toString(),
      HTTP_HOST: "127.0.0.1",
      HTTP_PORT: String(httpPort),
      DRAIN_LIMIT_SECONDS: "60",
      MEDIASOUP_WORKER_BIN: options.workerBinary,
    },
    output: options.output,
  });
  const healthUrl = `http://127.0.0.1:${httpPort}/healthz`;
  try {
    await waitUntilHealthy(child, healthUrl);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { child, healthUrl };
}
