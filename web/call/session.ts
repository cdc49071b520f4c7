import * as v from "valibot";
import type { Session as Pass } from "../../protocol/api.ts";
import { TIMES } from "../../protocol/limits.ts";
import type { RoundTrips } from "../../protocol/probes.ts";
import { type Joined, joinedSchema, type MediaCapabilities } from "../../protocol/room/join.ts";
import type { ToPage } from "../../protocol/room/to-page.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { CallError } from "./call-error.ts";
import { type ClosedReason, Connection, type Outgoing } from "./connection.ts";
import { DurableRequests } from "./durable-requests.ts";
import { Position } from "./position.ts";
import { afterClose, afterRefusal, nextStep, type Verdict } from "./reconnect.ts";
import type { EndReason, Renewal } from "./types.ts";

/** A join or a resume that is not answered in this time is tried again on another socket. */
const ANSWER_WITHIN_MS = 10_000;
const PROBE_WITHIN_MS = 2_000;

/** Who joins, and what the session needs of the world around it. */
export interface SessionOptions {
  pass: Pass;
  name: string;
  tab: string;
  media: MediaCapabilities;
  /** Who this page is to the others in an encrypted room; null in another one. */
  identity: string | null;
  /** What is known of the way to media nodes. */
  roundTrips: RoundTrips;
  /** The consumers that are set up before a join, and may flow with its answer. */
  tellReady(): readonly string[];
  connect(roomId: string): WebSocket;
  renewPass(): Promise<Renewal>;
  now(): number;
  random(): number;
}

/** What a session tells its owner; nothing after `ended`. */
export interface SessionListener {
  /** In the room, for the first time or anew: whatever was published before is gone. */
  joined(joined: Joined): void;
  /** Back in the same place, and every missed message was told. */
  resumed(): void;
  reconnecting(): void;
  /** At the door: somebody has to let this page in, who is `attended` there or not. */
  waiting(attended: boolean): void;
  /** Each event once and in order; what is for this page alone as it comes. */
  message(message: ToPage): void;
  ended(reason: EndReason): void;
}

/** A place in a room that outlives the sockets that speak for it. */
export class Session {
  readonly #options: SessionOptions;
  readonly #listener: SessionListener;
  readonly #durable = new DurableRequests();
  #pass: Pass | null;
  #name: string;
  #connection: Connection | null = null;
  #ready = false;
  /** Whether a join was ever answered: what fails after it is a loss, not a refusal. */
  #wasIn = false;
  #place: { participantId: string; key: string } | null = null;
  #position: Position | null = null;
  #lostAt: number;
  #attempt = 0;
  #atTheDoor = false;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(options: SessionOptions, listener: SessionListener) {
    this.#options = options;
    this.#listener = listener;
    this.#pass = options.pass;
    this.#name = options.name;
    this.#lostAt = options.now();
  }

  /** Joins. The first frame is queued here and leaves as the socket opens. */
  start(): void {
    void this.#join();
  }

  /** Whether the room would hear a request now. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Asks the room; rejects with a CallError. */
  request<S extends v.GenericSchema>(message: Outgoing, schema: S): Promise<v.InferOutput<S>> {
    return new Promise((resolve, reject) => {
      if (!this.#ready) return reject(CallError.connectionLost());
      // The room has none from here on: should this socket be lost, the next one is offered others.
      if (message.type === "renew-media") this.#position?.giveUpMedia();
      this.#connection?.ask(message, schema, (result) => {
        if ("ok" in result) resolve(result.ok);
        else reject(result.error);
      });
    });
  }

  /** Asks the room until it answers, over as many sockets as it takes. Only for what it does once however often asked. */
  requestDurable<S extends v.GenericSchema>(message: Outgoing, schema: S): Promise<v.InferOutput<S>> {
    return this.#durable.add(message, schema);
  }

  /** Tells the room something. Dropped while the socket is lost: what must be so after it is compared on `resumed`. */
  send(message: Outgoing): void {
    if (this.#ready) this.#connection?.send(message);
  }

  /** The name to join with, should it come to that again. */
  rename(name: string): void {
    this.#name = name;
  }

  /** The network or the tab is back: looks whether the socket still stands, or tries at once to have another. */
  wake(): void {
    if (this.#connection !== null) return this.#connection.probe(PROBE_WITHIN_MS);
    if (this.#timer === undefined) return;
    this.#attempt = 0;
    this.#schedule(true);
  }

  /** Leaves for good. */
  leave(): void {
    this.send({ type: "leave" });
    this.#end({ kind: "left" });
  }

  async #join(): Promise<void> {
    const pass = this.#pass ?? (await this.#renew());
    // A pass is good for one join: whatever comes of this one, the next needs another.
    this.#pass = null;
    if (pass === null || this.#ended) return;
    const { tab, media, identity, roundTrips } = this.#options;
    const who = { tab, name: this.#name, roundTrips, ...(identity === null ? {} : { identity }) };
    const ready = [...this.#options.tellReady()];
    const means = { ...media, ...(ready.length > 0 && { ready }) };
    const join = { type: "join", version: PROTOCOL_VERSION, token: pass.token, ...who, ...means } as const;
    this.#open(pass.roomId, join, joinedSchema, (joined) => this.#handleJoined(pass.roomId, joined));
  }

  async #renew(): Promise<Pass | null> {
    const renewal = await this.#options.renewPass();
    if ("pass" in renewal) return renewal.pass;
    if (this.#ended) return null;
    if (renewal.offline) this.#schedule(false);
    else this.#end(this.#wasIn ? { kind: "lost" } : { kind: "refused", error: renewal.error });
    return null;
  }

  #resume(): void {
    if (this.#place === null || this.#position === null) return void this.#join();
    const { roomId, fields } = this.#position;
    const resume = { type: "resume", version: PROTOCOL_VERSION, ...this.#place, ...fields } as const;
    this.#open(roomId, resume, v.unknown(), () => {
      this.#handleReady();
      // The missed messages are in the same frame, which is handled to its end before a microtask runs.
      queueMicrotask(() => this.#ready && this.#listener.resumed());
    });
  }

  /** Opens a socket with its first message; `done` runs before the rest of the answer's frame is handled. */
  #open<S extends v.GenericSchema>(
    roomId: string,
    message: Outgoing,
    schema: S,
    done: (ok: v.InferOutput<S>) => void,
  ): void {
    const connection: Connection = new Connection(this.#options.connect(roomId), {
      message: (item) => this.#handleMessage(item),
      closed: (reason) => this.#handleClosed(reason),
    });
    this.#connection = connection;
    this.#answerTimer = setTimeout(() => connection.abandon(), ANSWER_WITHIN_MS);
    connection.ask(message, schema, (result) => {
      clearTimeout(this.#answerTimer);
      if ("ok" in result) return done(result.ok);
      if (result.error.code !== "connection_lost") this.#handleRefusal(result.error);
    });
  }

  #handleJoined(roomId: string, joined: Joined): void {
    this.#place = { participantId: joined.participantId, key: joined.resumeKey };
    this.#position = new Position(roomId, joined);
    this.#wasIn = true;
    this.#handleReady();
    this.#listener.joined(joined);
  }

  #handleReady(): void {
    this.#ready = true;
    this.#attempt = 0;
    this.#atTheDoor = false;
    this.#durable.use(this.#connection);
  }

  #handleMessage(message: ToPage): void {
    if (message.type === "waiting") this.#handleWaiting(message.attended);
    else if (this.#position?.accept(message)) this.#listener.message(message);
  }

  /** The answer comes when somebody has decided, however long that takes. */
  #handleWaiting(attended: boolean): void {
    clearTimeout(this.#answerTimer);
    this.#attempt = 0;
    this.#atTheDoor = true;
    this.#listener.waiting(attended);
  }

  #handleRefusal(error: CallError): void {
    this.#drop();
    this.#follow(afterRefusal(error, this.#place !== null), error.retryAfterMs);
  }

  #handleClosed(reason: ClosedReason): void {
    const wasReady = this.#ready;
    this.#drop();
    if (wasReady || this.#atTheDoor) this.#lostAt = this.#options.now();
    if (wasReady) this.#listener.reconnecting();
    this.#atTheDoor = false;
    this.#follow(afterClose(reason, this.#place !== null));
  }

  #follow(verdict: Verdict, atLeastMs?: number): void {
    if (verdict.kind === "end") return this.#end(verdict.reason);
    if (verdict.kind === "join") this.#place = null;
    this.#schedule(false, atLeastMs);
  }

  #schedule(atOnce: boolean, atLeastMs = 0): void {
    if (this.#ended) return;
    clearTimeout(this.#timer);
    const { now, random } = this.#options;
    const step = nextStep({
      attempt: this.#attempt,
      lostAt: this.#lostAt,
      now: now(),
      graceMs: TIMES.resumeGraceMs,
      placeGone: this.#place === null,
      random: random(),
    });
    if (step.kind === "give-up") return this.#end({ kind: "lost" });
    this.#attempt += 1;
    const afterMs = atOnce ? 0 : Math.max(step.afterMs, atLeastMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (step.kind === "resume") this.#resume();
      else void this.#join();
    }, afterMs);
  }

  #drop(): void {
    this.#durable.use(null);
    this.#connection?.close();
    this.#connection = null;
    this.#ready = false;
  }

  #end(reason: EndReason): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#drop();
    this.#durable.close();
    this.#listener.ended(reason);
  }
}
