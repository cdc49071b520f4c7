import { once } from "node:events";
import { createWorker, type types } from "mediasoup";
import * as v from "valibot";
import { MEDIA_CODECS } from "../../protocol/codecs.ts";
import { type Probe, probeSchema } from "../../protocol/probes.ts";
import type { MediaSettings } from "../config.ts";
import type { UdpAddress } from "../probing/ice-checks.ts";
import { within } from "../within.ts";
import { describeTransport } from "./describe-transport.ts";

/**
 * All transports of a worker share one UDP socket, and one key frame of a 4K screen is half a megabyte to each viewer:
 * Linux's default of 208 KiB loses packets. The kernel caps this at net.core.rmem_max and wmem_max.
 */
export const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

/** A worker that does not say within so long what it has used is as busy as can be, in milliseconds: its node has to beat. */
const USAGE_LIMIT_MS = 500;

/** Who is told to end ends at once; who has not by then hangs. */
const ENDING_LIMIT_MS = 1_000;

/** What a worker's process has used since it started. */
export interface WorkerUsage {
  index: number;
  cpuSeconds: number;
  /** The largest that its resident memory has been. */
  peakMemoryBytes: number;
}

/** A router on a worker, and the server that its transports listen on. */
export interface RouterPlace {
  worker: MediaWorker;
  router: types.Router;
  webRtcServer: types.WebRtcServer;
}

/** One mediasoup worker process, which listens on one port for all its transports. */
export class MediaWorker {
  readonly index: number;
  /** Where pages and other nodes measure their way to here: the same as long as the worker lives. */
  readonly probe: Probe;
  /** Where its own node reaches the same socket. */
  readonly localAddress: UdpAddress;
  readonly #worker: types.Worker;
  readonly #webRtcServer: types.WebRtcServer;
  #sample = { cpuMs: 0, atMs: performance.now() };
  #rooms = 0;
  #consumers = 0;

  private constructor(
    index: number,
    { listenIp, port }: MediaSettings,
    worker: types.Worker,
    webRtcServer: types.WebRtcServer,
    probe: Probe,
  ) {
    this.index = index;
    this.probe = probe;
    this.localAddress = { address: LOOPBACKS[listenIp] ?? listenIp, port: port + index };
    this.#worker = worker;
    this.#webRtcServer = webRtcServer;
  }

  /**
   * Starts a worker and its server.
   *
   * @param died called once if the process ends without `close`.
   * @throws where the process does not start or the port is taken.
   */
  static async create(
    index: number,
    settings: MediaSettings,
    died: (error: Error) => void,
  ): Promise<MediaWorker> {
    const worker = await spawnWorker();
    try {
      const webRtcServer = await worker.createWebRtcServer({ listenInfos: listenInfos(index, settings) });
      const probe = await createProbe(worker, webRtcServer);
      worker.on("died", died);
      return new MediaWorker(index, settings, worker, webRtcServer, probe);
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  get pid(): number {
    return this.#worker.pid;
  }

  /** How many rooms have their router here. */
  get rooms(): number {
    return this.#rooms;
  }

  /** How many streams leave here. */
  get consumers(): number {
    return this.#consumers;
  }

  /** Makes a router for a room, and counts what is on it until it closes. */
  async createRouter(): Promise<RouterPlace> {
    const mediaCodecs = MEDIA_CODECS.map((codec) => ({ ...codec, rtcpFeedback: [...codec.rtcpFeedback] }));
    const router = await this.#worker.createRouter({ mediaCodecs });
    this.#rooms += 1;
    router.observer.once("close", () => {
      this.#rooms -= 1;
    });
    router.observer.on("newtransport", (transport) => {
      transport.observer.on("newconsumer", (consumer) => {
        this.#consumers += 1;
        consumer.observer.once("close", () => {
          this.#consumers -= 1;
        });
      });
    });
    return { worker: this, router, webRtcServer: this.#webRtcServer };
  }

  async usage(): Promise<WorkerUsage> {
    const { ru_utime, ru_stime, ru_maxrss } = await this.#worker.getResourceUsage();
    // libuv gives times in milliseconds and the resident set in kilobytes.
    return {
      index: this.index,
      cpuSeconds: (ru_utime + ru_stime) / 1_000,
      peakMemoryBytes: ru_maxrss * 1_024,
    };
  }

  /** How much of a core it has used since the last call, 0 to 1; 1 for one that does not say, 0 for one that dies meanwhile. */
  async cpuShare(): Promise<number> {
    try {
      const usage = await within(this.usage(), USAGE_LIMIT_MS);
      return usage === undefined ? 1 : this.#shareOf(usage.cpuSeconds * 1_000);
    } catch (error) {
      if (this.#worker.closed) return 0;
      throw error;
    }
  }

  #shareOf(cpuMs: number): number {
    const atMs = performance.now();
    const share = (cpuMs - this.#sample.cpuMs) / Math.max(1, atMs - this.#sample.atMs);
    this.#sample = { cpuMs, atMs };
    return Math.min(1, Math.max(0, share));
  }

  /** Whether its process answers at all within so many milliseconds; false for one that dies meanwhile. */
  answersWithin(ms: number): Promise<boolean> {
    return within(this.usage(), ms).then(
      (usage) => usage !== undefined,
      () => false,
    );
  }

  /** Ends its process by force, which counts as its death. Idempotent. */
  kill(): void {
    if (!this.#worker.subprocessClosed) process.kill(this.pid, "SIGKILL");
  }

  close(): void {
    this.#worker.close();
  }

  /** Resolves when the process of a worker that was closed has ended; one that hangs does not hear of it, and is killed after a second. */
  async ended(): Promise<void> {
    if (this.#worker.subprocessClosed) return;
    const ended = once(this.#worker, "subprocessclose");
    if ((await within(ended, ENDING_LIMIT_MS)) !== undefined) return;
    this.kill();
    await ended;
  }
}

/** Where this machine reaches a socket that is bound to all its addresses. */
const LOOPBACKS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** @throws where mediasoup refuses. */
async function createProbe(worker: types.Worker, webRtcServer: types.WebRtcServer): Promise<Probe> {
  const router = await worker.createRouter();
  const transport = await router.createWebRtcTransport({
    webRtcServer,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
  });
  // Parsed, because it is for less than a participant's transport.
  return v.parse(probeSchema, describeTransport(transport));
}

function listenInfos(
  index: number,
  { listenIp, announcedAddress, ipv6, port }: MediaSettings,
): types.TransportListenInfo[] {
  const shared = {
    port: port + index,
    sendBufferSize: SOCKET_BUFFER_BYTES,
    recvBufferSize: SOCKET_BUFFER_BYTES,
  };
  const addresses = [
    { ip: listenIp, ...(announcedAddress === null ? {} : { announcedAddress }) },
    // Without the flag a wildcard of IPv6 would take the port of IPv4, too.
    ...(ipv6
      ? [{ ip: ipv6.listenIp, announcedAddress: ipv6.announcedAddress, flags: { ipv6Only: true } }]
      : []),
  ];
  return addresses.flatMap((address) => [
    { protocol: "udp" as const, ...address, ...shared },
    { protocol: "tcp" as const, ...address, ...shared },
  ]);
}

/**
 * mediasoup closes a worker on the signals that ask this program to drain, with its rooms still in talk. So the listeners
 * that it adds, in the same turn in which the worker is asked for, are taken away again.
 */
function spawnWorker(): Promise<types.Worker> {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const before = signals.map((signal) => process.listeners(signal));
  const worker = createWorker({ logLevel: "warn", logTags: ["dtls"] });
  signals.forEach((signal, i) => {
    for (const listener of process.listeners(signal)) {
      if (!before[i]?.includes(listener)) process.removeListener(signal, listener);
    }
  });
  return worker;
}
