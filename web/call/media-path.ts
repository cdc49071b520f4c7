import type { types } from "mediasoup-client";
import type { TransportDirection } from "../../protocol/room/producers.ts";
import { type IceParameters, iceParametersSchema, type MediaOffer } from "../../protocol/rtp.ts";
import type { Outgoing } from "./connection.ts";
import { createTransport, type PreparedMedia } from "./media.ts";
import { nextRepair, type Trouble, troubleOf } from "./path-repair.ts";
import { type Reserved, takeReserved } from "./reservation.ts";
import type { Signal } from "./signal.ts";
import { pathFigures } from "./stats/path-figures.ts";
import { readingOf } from "./stats/reading.ts";

const DIRECTIONS = ["send", "receive"] as const;

/** What a path needs of its owner, and tells it. */
export interface MediaPathOwner {
  /** A transport's connection state changed. */
  changed(): void;
  /** How many paths before this one have not connected, one after the other. */
  readonly renewals: number;
  /** The transports are beyond repair: ask the room for others. */
  beyondRepair(): void;
}

/** The two transports of one offer, and the repair of their ICE. */
export class MediaPath {
  readonly send: types.Transport;
  readonly receive: types.Transport;
  readonly #reserved: Reserved | null;
  readonly #signal: Signal;
  readonly #owner: MediaPathOwner;
  readonly #troubles = new Map<TransportDirection, Trouble>();
  readonly #timers = new Map<TransportDirection, ReturnType<typeof setTimeout>>();
  #closed = false;

  constructor(
    prepared: PreparedMedia,
    offer: MediaOffer,
    iceServers: RTCIceServer[],
    signal: Signal,
    owner: MediaPathOwner,
  ) {
    this.#signal = signal;
    this.#owner = owner;
    const reserved = takeReserved(offer);
    this.#reserved = reserved;
    this.send = reserved?.send ?? createTransport(prepared, "send", offer.send, iceServers);
    this.receive = reserved?.receive ?? createTransport(prepared, "receive", offer.receive, iceServers);
    for (const direction of DIRECTIONS) {
      this[direction].on("connectionstatechange", (state) => this.#handleState(direction, state));
      // One that was reserved may have its troubles already.
      queueMicrotask(() => this.#handleState(direction, this[direction].connectionState));
    }
  }

  /** The states of both transports. */
  get states(): readonly types.ConnectionState[] {
    return [this.send.connectionState, this.receive.connectionState];
  }

  /** Whether a consumer of the offer flows only when it is told to: on a transport that was connected before it may come too early. */
  waits(consumerId: string): boolean {
    return this.#reserved !== null && !this.#reserved.told.has(consumerId);
  }

  /** What was set up on it before the offer came, by the consumer's id. */
  get made(): ReadonlyMap<string, Promise<types.Consumer>> | undefined {
    return this.#reserved?.consumers;
  }

  /** Uses these from now on. What a relay carries moves to a new one at once: the credentials of the old one end soon. */
  async useIceServers(iceServers: RTCIceServer[]): Promise<void> {
    for (const direction of DIRECTIONS) {
      if (this.#closed) return;
      await this[direction].updateIceServers({ iceServers });
      if (await this.#dependsOnThem(direction)) await this.#restartIce(direction);
    }
  }

  /** The room is heard again: what it was asked while it was not may be lost, and is asked at once. */
  repairAnew(): void {
    for (const direction of this.#troubles.keys()) {
      const trouble = troubleOf(this[direction].connectionState, null, Date.now());
      if (trouble === null) continue;
      this.#troubles.set(direction, trouble);
      this.#repair(direction);
    }
  }

  /** Ends all repair: another path is there, and this one is needed for a moment only. */
  fade(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Ends sending and all repair, while what is received may be shown for a while longer. */
  retire(): void {
    this.fade();
    this.send.close();
  }

  /** Closes both transports. */
  close(): void {
    this.retire();
    this.receive.close();
  }

  #handleState(direction: TransportDirection, state: types.ConnectionState): void {
    if (this.#closed) return;
    const before = this.#troubles.get(direction) ?? null;
    const trouble = troubleOf(state, before, Date.now());
    if (trouble === null) {
      this.#troubles.delete(direction);
      clearTimeout(this.#timers.get(direction));
    } else if (trouble !== before) {
      this.#troubles.set(direction, trouble);
      this.#repair(direction);
    }
    this.#owner.changed();
  }

  #repair(direction: TransportDirection): void {
    const trouble = this.#troubles.get(direction);
    if (this.#closed || trouble === undefined) return;
    const now = Date.now();
    const repair = nextRepair(trouble, now, this.#signal.ready, this.#owner.renewals);
    if (repair.kind === "wait") return this.#lookAgain(direction, repair.ms);
    if (repair.kind === "renew-media") {
      // Should the new ones not come, they are asked for again after as long.
      this.#troubles.set(direction, { ...trouble, since: now });
      this.#owner.beyondRepair();
      return this.#repair(direction);
    }
    this.#troubles.set(direction, { ...trouble, restartedAt: now, restarts: trouble.restarts + 1 });
    void this.#restartIce(direction);
    // Whether an answer comes or not: the next look at the path decides.
    this.#repair(direction);
  }

  #lookAgain(direction: TransportDirection, ms: number): void {
    clearTimeout(this.#timers.get(direction));
    this.#timers.set(
      direction,
      setTimeout(() => this.#repair(direction), ms),
    );
  }

  async #dependsOnThem(direction: TransportDirection): Promise<boolean> {
    const { connectionState } = this[direction];
    if (connectionState === "new" || this.#closed) return false;
    return connectionState !== "connected" || usesRelay(await this[direction].getStats());
  }

  async #restartIce(direction: TransportDirection): Promise<void> {
    const message: Outgoing = { type: "restart-ice", direction };
    try {
      const iceParameters: IceParameters = await this.#signal.request(message, iceParametersSchema);
      if (!this.#closed)
        await this[direction].restartIce({ iceParameters: iceParameters as types.IceParameters });
    } catch {
      // The next look at the path tries again, or asks for other transports.
    }
  }
}

function usesRelay(report: RTCStatsReport): boolean {
  return pathFigures(null, readingOf(report))?.relayed === true;
}
