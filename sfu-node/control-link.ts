import { PATHS } from "../protocol/api.ts";
import { CLOSE_CODES } from "../protocol/errors.ts";
import type { Reply } from "../protocol/frame.ts";
import { TIMES } from "../protocol/limits.ts";
import { FROM_REGISTRY, type FromRegistry, type Load, type ToRegistry } from "../protocol/node/control.ts";
import type { Probe } from "../protocol/probes.ts";
import { PROTOCOL_VERSION } from "../protocol/version.ts";
import { announcedBy, type Config, familiesOf } from "./config.ts";
import type { Connection } from "./connection.ts";
import { Link } from "./link.ts";
import { errorText, type Log } from "./log.ts";
import type { TokenSource } from "./node-token.ts";

const HEARTBEAT_MS = 2_000;
/** Below a lease: a registry that was started anew says after that time of whom it has not heard that they are gone. */
const REDIAL_WITHIN_MS = TIMES.nodeLeaseMs - 1_000;
/** Each connection sends one request, so one number is enough. */
const REGISTER_ID = 1;
/** This run of the program. */
const INSTANCE = crypto.randomUUID();

/** Whether the registry counts on this node. */
export type ControlState = "starting" | "registered" | "disconnected";

/** What the control link needs of the node. */
interface ControlOptions {
  config: Pick<Config, "edgeOrigin" | "region" | "capacity" | "media">;
  token: TokenSource;
  log: Log;
  load(): Promise<Load>;
  /** Where pages and other nodes measure their way to the node; undefined where that is nowhere just now. */
  probe(): Probe | undefined;
  /** Measures the way to another node, in milliseconds: null where it does not answer, undefined where nothing can be said. */
  measure(probe: Probe): Promise<number | null | undefined>;
  /** The rooms that are served, with how many people are in each. */
  rooms(): { roomId: string; people: number }[];
  serve(roomId: string, epoch: number): void;
  /** An operator wants the node to drain, */
  drainOrdered(): void;
  /** or to end. */
  removed(): void;
}

type Registering = Connection<ToRegistry, typeof FROM_REGISTRY>;

/** The node's link to its registry: who it is, then how busy it is, once a second; back come the rooms to serve. */
export class ControlLink {
  readonly #options: ControlOptions;
  readonly #link: Link<ToRegistry, typeof FROM_REGISTRY>;
  readonly #beats: NodeJS.Timeout;
  #state: ControlState = "starting";
  #draining = false;
  /** What the registry knows. */
  #probe: Probe | undefined;

  /** Dials at once, and registers on every new connection. */
  constructor(options: ControlOptions) {
    this.#options = options;
    this.#link = new Link({
      origin: options.config.edgeOrigin,
      path: PATHS.nodeControl,
      token: () => options.token(),
      heartbeatMs: HEARTBEAT_MS,
      redialWithinMs: REDIAL_WITHIN_MS,
      registry: FROM_REGISTRY,
      log: options.log,
      opened: (connection) => this.#attempt(async () => connection.send(await this.#registration())),
      message: (message) => this.#handle(message),
      reply: (reply, connection) => this.#registered(reply, connection),
      lost: (code) => this.#lost(code),
    });
    this.#beats = setInterval(() => this.#attempt(() => this.#beat()), TIMES.nodeBeatMs);
  }

  get state(): ControlState {
    return this.#state;
  }

  /** Tells the registry at once, and from now on, that this node takes no new rooms. */
  drain(): void {
    this.#draining = true;
    this.#attempt(() => this.#beat());
  }

  /** Ends the link; the registry then knows that the node is gone. Idempotent. */
  async close(): Promise<void> {
    clearInterval(this.#beats);
    await this.#link.close();
  }

  async #registration(): Promise<Extract<ToRegistry, { type: "register" }>> {
    const { region, capacity, media } = this.#options.config;
    const load = await this.#options.load();
    const probe = this.#options.probe();
    this.#probe = probe;
    return {
      type: "register",
      id: REGISTER_ID,
      instance: INSTANCE,
      version: PROTOCOL_VERSION,
      region,
      capacity,
      addresses: announcedBy(media),
      families: familiesOf(media),
      load,
      draining: this.#draining,
      ...(probe === undefined ? {} : { probe }),
    };
  }

  #registered(reply: Reply, connection: Registering): void {
    if ("ok" in reply) {
      this.#state = "registered";
      this.#options.log.info("control.registered", { region: this.#options.config.region });
      return;
    }
    const { code, message } = reply.error;
    this.#options.log.error("control.refused", { code, message });
    void connection.close();
  }

  #lost(code: number): void {
    if (this.#state === "registered") this.#state = "disconnected";
    if (code !== CLOSE_CODES.removed) return;
    void this.close();
    this.#options.removed();
  }

  async #beat(): Promise<void> {
    if (this.#state !== "registered") return;
    // It was the probe of a worker that has died.
    if (this.#options.probe() !== this.#probe) return this.#link.send(await this.#registration());
    const load = await this.#options.load();
    this.#link.send({ type: "beat", load, draining: this.#draining });
  }

  async #probeOther({ nodeId, probe }: Extract<FromRegistry, { type: "probe" }>): Promise<void> {
    const roundTripMs = await this.#options.measure(probe);
    if (roundTripMs !== undefined) this.#link.send({ type: "probed", nodeId, roundTripMs });
  }

  #handle(message: FromRegistry): void {
    switch (message.type) {
      case "serve":
        return this.#options.serve(message.roomId, message.epoch);
      case "drain":
        return this.#options.drainOrdered();
      case "probe":
        return this.#attempt(() => this.#probeOther(message));
      case "list-rooms":
        return this.#link.send({ type: "serving", request: message.request, rooms: this.#options.rooms() });
      case "fault":
        return this.#options.log.error("link.fault", { url: PATHS.nodeControl, ...message.error });
    }
  }

  /** A load that cannot be measured is a beat that is not sent: without beats the node is offered to no room. */
  #attempt(task: () => Promise<void>): void {
    task().catch((error: unknown) => {
      this.#options.log.error("link.failed", { url: PATHS.nodeControl, error: errorText(error) });
    });
  }
}
