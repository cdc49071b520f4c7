import { join } from "node:path";
import type { Position } from "../../protocol/position.ts";
import { ROOT } from "../cli/paths.ts";
import { type Child, startChild } from "../process/child.ts";
import { freePort, freePortRange } from "../process/ports.ts";
import { waitUntilHealthy } from "./health.ts";

/** A machine that a node runs on, instead of this one: it has all ports to itself. */
export interface NodeMachine {
  /** Starts its arguments as a program there. */
  readonly prefix: readonly string[];
  /** Where browsers, the edge and this machine reach it. */
  readonly address: string;
  /** The region that it is in. */
  readonly region: string;
}

const MEDIA_PORT = 44_400;
const HTTP_PORT = 4_440;

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
  /** Where it runs; here where it is undefined. */
  readonly machine: NodeMachine | undefined;
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
  const { machine } = options;
  const [httpPort, mediaPort] = machine
    ? [HTTP_PORT, MEDIA_PORT]
    : await Promise.all([freePort(), freePortRange(options.workers, options.listenIp)]);
  const httpHost = machine?.address ?? "127.0.0.1";
  const [command = "", ...args] = [
    ...(machine?.prefix ?? []),
    process.execPath,
    join(ROOT, "sfu-node/main.ts"),
  ];
  const child = await startChild({
    name: `The media node ${options.id}`,
    command,
    args,
    env: {
      EDGE_URL: options.edgeUrl,
      NODE_EXTRA_CA_CERTS: options.edgeCertificatePath,
      NODE_ID: options.id,
      NODE_KEY: options.key,
      REGION: machine?.region ?? "local",
      POSITION: options.position && `${options.position.latitude},${options.position.longitude}`,
      LISTEN_IP: machine?.address ?? options.listenIp,
      ANNOUNCED_ADDRESS: machine?.address ?? options.announcedAddress,
      MEDIA_PORT: String(mediaPort),
      WORKERS: String(options.workers),
      PARTICIPANTS_PER_WORKER: options.participantsPerWorker?.toString(),
      HTTP_HOST: httpHost,
      HTTP_PORT: String(httpPort),
      DRAIN_LIMIT_SECONDS: "60",
      MEDIASOUP_WORKER_BIN: options.workerBinary,
    },
    output: options.output,
  });
  const healthUrl = `http://${httpHost}:${httpPort}/healthz`;
  try {
    await waitUntilHealthy(child, healthUrl);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { child, healthUrl };
}
