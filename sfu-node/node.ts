import { LIMITS } from "../protocol/limits.ts";
import type { Load } from "../protocol/node/control.ts";
import type { Config } from "./config.ts";
import { ControlLink } from "./control-link.ts";
import { type Health, type HttpServer, serveHttp } from "./http.ts";
import type { Log } from "./log.ts";
import { WorkerPool } from "./media/worker-pool.ts";
import { Metrics } from "./metrics.ts";
import { createTokenSource } from "./node-token.ts";
import { MediaProber } from "./probing/media-prober.ts";
import { Rooms } from "./rooms.ts";

/** How an operator has a node end: when its last room has left, or at once. */
type Ending = "drain" | "remove";

/** A media node: mediasoup workers, the rooms on them, and the links to the edge that they are ordered over. */
export class MediaNode {
  readonly #log: Log;
  readonly #pool: WorkerPool;
  readonly #rooms: Rooms;
  readonly #control: ControlLink;
  readonly #metrics = new Metrics();
  readonly #prober = new MediaProber(this.#metrics);
  #http: HttpServer | undefined;
  readonly #ending = Promise.withResolvers<Ending>();
  #isDraining = false;
  #closing: Promise<void> | undefined;

  private constructor(config: Config, pool: WorkerPool, log: Log) {
    const token = createTokenSource(config);
    this.#log = log;
    this.#pool = pool;
    const { edgeOrigin, nodeId: id, region } = config;
    this.#rooms = new Rooms({ edgeOrigin, node: { id, region }, token, pool, metrics: this.#metrics, log });
    this.#metrics.measure(() => this.#rooms.media(), pool);
    this.#control = new ControlLink({
      config,
      token,
      log,
      load: () => this.#load(),
      probe: () => pool.probe,
      measure: (probe) => this.#prober.probe(probe),
      rooms: () => this.#rooms.named(LIMITS.roomsNamed),
      serve: (roomId, epoch) => this.#rooms.serve(roomId, epoch),
      drainOrdered: () => this.#ending.resolve("drain"),
      removed: () => this.#removed(),
    });
  }

  /** Starts the workers, the HTTP server and the control link. @throws where a port is taken; then nothing is left running. */
  static async create(config: Config, log: Log): Promise<MediaNode> {
    const pool = await WorkerPool.create(config.media, log);
    const node = new MediaNode(config, pool, log);
    try {
      node.#http = await serveHttp(config.http, () => node.health, node.#metrics);
    } catch (error) {
      await node.close();
      throw error;
    }
    const { workers, port: mediaPort } = config.media;
    log.info("node.started", { region: config.region, workers, mediaPort, httpPort: node.httpPort });
    return node;
  }

  /** Resolves when an operator wants it to end. */
  get endOrdered(): Promise<Ending> {
    return this.#ending.promise;
  }

  get httpPort(): number {
    return this.#http?.port ?? 0;
  }

  get health(): Health {
    if (this.#isDraining) return "draining";
    return this.#control.state === "registered" ? "ok" : this.#control.state;
  }

  /**
   * Takes no new rooms, waits until the last one has left or the limit is over, sends the remaining ones to other nodes,
   * and closes.
   */
  async drain(limitMs: number, reason: string): Promise<void> {
    this.#isDraining = true;
    this.#log.info("node.draining", { limitMs, rooms: this.#rooms.size, reason });
    this.#control.drain();
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(limit.resolve, limitMs);
    await Promise.race([this.#rooms.drain(), limit.promise]);
    clearTimeout(timer);
    await this.close();
  }

  /** Tells every room that the node ends, then closes links, workers and HTTP server. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #removed(): void {
    this.#ending.resolve("remove");
    // Where it drained before, nobody waits for its last room any more.
    if (this.#isDraining) void this.close();
  }

  async #close(): Promise<void> {
    await Promise.all([this.#rooms.leaveAll(), this.#control.close()]);
    this.#prober.close();
    this.#pool.close();
    await this.#pool.ended();
    await this.#http?.close();
  }

  async #load(): Promise<Load> {
    const counts = this.#rooms.media().map((media) => media.counts());
    const people = counts.reduce((sum, { participants }) => sum + participants, 0);
    // What goes to another node is as much work as what goes to somebody.
    const consumers = counts.reduce((sum, count) => sum + count.consumers + count.pipedStreams, 0);
    return { rooms: this.#rooms.size, people, consumers, cpu: await this.#pool.busiest() };
  }
}
