import { PATHS } from "../protocol/api.ts";
import { CLOSE_CODES } from "../protocol/errors.ts";
import { ORDERS, type Order } from "../protocol/node/orders.ts";
import type { Report } from "../protocol/node/reports.ts";
import type { ServingNode } from "../protocol/rtp.ts";
import type { Connection } from "./connection.ts";
import { Link } from "./link.ts";
import { errorText, type Log } from "./log.ts";
import { RoomMedia } from "./media/room-media.ts";
import type { WorkerPool } from "./media/worker-pool.ts";
import type { Metrics } from "./metrics.ts";
import type { TokenSource } from "./node-token.ts";
import { execute, type MediaOrder } from "./orders.ts";
import { SerialQueue } from "./serial-queue.ts";

const HEARTBEAT_MS = 5_000;
/** A room that did not take the link back within this time is served by somebody else. */
const LOST_LIMIT_MS = 30_000;

type LeavingReason = Extract<Report, { type: "leaving" }>["reason"];
type ToRoomConnection = Connection<Report, typeof ORDERS>;

/** What every room link of a node shares. */
export interface RoomLinkContext {
  edgeOrigin: string;
  node: ServingNode;
  token: TokenSource;
  pool: WorkerPool;
  metrics: Metrics;
  log: Log;
}

/**
 * A room that this node serves in one epoch: its link, its media, and the queue in which its orders are carried out one
 * after the other. The media outlives the link for a while; when it ends, so does the link.
 */
export class RoomLink {
  readonly roomId: string;
  readonly epoch: number;
  readonly #context: RoomLinkContext;
  readonly #onClosed: () => void;
  readonly #closed = Promise.withResolvers<void>();
  readonly #queue = new SerialQueue();
  readonly #link: Link<Report, typeof ORDERS>;
  #media: RoomMedia | undefined;
  /** The open connection, and whether the room has been told on it what is held. */
  #connection: ToRoomConnection | undefined;
  #hasToldHeld = false;
  #leaving: LeavingReason | undefined;
  #movesAway = false;
  #lostTimer: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  /** Dials the room and makes its router at the same time. `onClosed` is called once, when nothing of it is left. */
  constructor(context: RoomLinkContext, roomId: string, epoch: number, onClosed: () => void) {
    this.#context = context;
    this.roomId = roomId;
    this.epoch = epoch;
    this.#onClosed = onClosed;
    void this.#queue.run(() => this.#open());
    this.#awaitLink();
    this.#link = new Link({
      origin: context.edgeOrigin,
      path: PATHS.nodeRoom(roomId),
      token: () => context.token(roomId),
      heartbeatMs: HEARTBEAT_MS,
      registry: ORDERS,
      log: context.log,
      opened: (connection) => this.#opened(connection),
      message: (order, connection) => this.#receive(order, connection),
      lost: (code) => this.#lost(code),
    });
  }

  /** Undefined until the router is made, and once the room is closed. */
  get media(): RoomMedia | undefined {
    return this.#media;
  }

  /** True from the moment at which nothing of it is to be left. */
  get isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /** Resolves when nothing of it is left. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** Dials again at once, where the link is lost. */
  hurry(): void {
    this.#link.hurry();
  }

  /** Tells the room of whom nothing comes, although it should. */
  async checkPipes(): Promise<void> {
    const { epoch } = this;
    for (const silent of (await this.#media?.silentPeers()) ?? [])
      if (this.#hasToldHeld) this.#connection?.send({ type: "pipe-silent", epoch, ...silent });
  }

  /** Has the room move to other nodes: it closes this link when nobody is here any more. */
  moveAway(): void {
    this.#movesAway = true;
    if (this.#connection !== undefined && this.#hasToldHeld) this.#sayDraining(this.#connection);
  }

  /** Closes the media, tells the room why, now or as soon as the link is back, and closes the link. */
  leave(reason: LeavingReason): void {
    if (this.#leaving !== undefined || this.#closing !== undefined) return;
    this.#leaving = reason;
    this.#context.log.info("room.leaving", { ...this.#name, reason });
    this.#media?.close();
    if (this.#connection === undefined) this.#link.hurry();
    else this.#sayLeaving(this.#connection, reason);
  }

  /** Ends media and link, after what is queued on the link has been sent. Idempotent. */
  close(reason: string): Promise<void> {
    this.#closing ??= this.#close(reason);
    return this.#closing;
  }

  async #close(reason: string): Promise<void> {
    clearTimeout(this.#lostTimer);
    this.#media?.close();
    this.#media = undefined;
    await this.#link.close();
    this.#context.log.info("room.closed", { ...this.#name, reason });
    this.#onClosed();
    this.#closed.resolve();
  }

  get #name() {
    return { roomId: this.roomId, epoch: this.epoch };
  }

  /** First in the queue, so that no order runs before there is a router. Never rejects. */
  async #open(): Promise<void> {
    const { pool, node, log } = this.#context;
    if (this.#leaving !== undefined) return;
    try {
      const media = await RoomMedia.create(pool, node, log, {
        lost: () => this.leave("worker-died"),
        pipeFlow: (producerId, flows) =>
          this.#connection?.send({ type: "pipe-flow", epoch: this.epoch, producerId, flows }),
      });
      if (this.#closing !== undefined || this.#leaving !== undefined) {
        media.close();
        return;
      }
      this.#media = media;
      log.info("room.serving", this.#name);
    } catch (error) {
      log.error("order.failed", { ...this.#name, type: "serve", error: errorText(error) });
      this.leave("worker-died");
    }
  }

  #opened(connection: ToRoomConnection): void {
    clearTimeout(this.#lostTimer);
    this.#lostTimer = undefined;
    this.#connection = connection;
    this.#hasToldHeld = false;
    if (this.#leaving !== undefined) this.#sayLeaving(connection, this.#leaving);
    // In the queue, so that it tells what is there after the orders of earlier connections.
    else void this.#queue.run(async () => this.#tellHeld(connection));
  }

  /** Must be first on every connection: the room listens to nobody who has not said it. */
  #tellHeld(connection: ToRoomConnection): void {
    if (connection !== this.#connection || this.#hasToldHeld) return;
    this.#hasToldHeld = true;
    const held = this.#media?.held() ?? { participantIds: [], producerIds: [], peers: [] };
    connection.send({ type: "holding", epoch: this.epoch, ...held });
    if (this.#movesAway) this.#sayDraining(connection);
  }

  #sayDraining(connection: ToRoomConnection): void {
    connection.send({ type: "draining", epoch: this.epoch });
  }

  #sayLeaving(connection: ToRoomConnection, reason: LeavingReason): void {
    this.#tellHeld(connection);
    connection.send({ type: "leaving", epoch: this.epoch, reason });
    void this.close(reason);
  }

  #lost(code: number): void {
    this.#connection = undefined;
    if (code === CLOSE_CODES.not_serving) void this.close("not-serving");
    else this.#awaitLink();
  }

  /** Starts the time that the room has to take the link back, where it does not run already. */
  #awaitLink(): void {
    this.#lostTimer ??= setTimeout(() => void this.close("link-lost"), LOST_LIMIT_MS);
  }

  #receive(order: Order, connection: ToRoomConnection): void {
    if (order.epoch !== this.epoch) {
      this.#context.metrics.orderRefused(order.type);
      const { type, epoch: orderEpoch } = order;
      this.#context.log.warn("order.refused", { ...this.#name, type, orderEpoch });
    } else if (order.type === "close-room") {
      void this.close("ordered");
    } else {
      void this.#queue.run(() => this.#execute(order, connection));
    }
  }

  /** Never rejects. A report goes to the connection that its order came on: on a later one, `holding` has told the room. */
  async #execute(order: MediaOrder, connection: ToRoomConnection): Promise<void> {
    const media = this.#media;
    if (media === undefined || media.isClosed) return;
    const { metrics, log } = this.#context;
    const startedAt = performance.now();
    try {
      const report = await execute(media, order, log);
      if (report !== undefined && !media.isClosed) connection.send(report);
    } catch (error) {
      log.error("order.failed", { ...this.#name, type: order.type, error: errorText(error) });
    }
    metrics.orderDone(order.type, (performance.now() - startedAt) / 1_000);
  }
}
