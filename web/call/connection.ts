import * as v from "valibot";
import { PING, PONG } from "../../protocol/api.ts";
import { CLOSE_CODES, type CloseReason } from "../../protocol/errors.ts";
import { parseFrame, type Reply } from "../../protocol/frame.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { TO_PAGE, type ToPage } from "../../protocol/room/to-page.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import { CallError } from "./call-error.ts";
import { packFrames } from "./frames.ts";

const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
/** What the page takes in one frame: a join into a full room, or a whole event log. */
export const INCOMING = { chars: 8_000_000, items: 4_096 };

/** Why a connection ended: the room's reason, or `lost` where it gave none. */
export type ClosedReason = CloseReason | "lost";

/** What a connection tells its owner; nothing after `closed`. */
export interface ConnectionListener {
  message(message: ToPage): void;
  closed(reason: ClosedReason): void;
}

/** A message to the room, without the `id` that the connection gives it. */
export type Outgoing = ToRoom extends infer M ? (M extends unknown ? Omit<M, "id"> : never) : never;

/** How a request went: told at once, before the next item of the same frame is handled. */
export type Settle<T> = (result: { ok: T } | { error: CallError }) => void;

interface Pending {
  schema: v.GenericSchema;
  settle: Settle<unknown>;
}

/** One WebSocket to a room: frames out once per microtask, typed messages and answers in, and a heartbeat. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #listener: ConnectionListener;
  readonly #pending = new Map<number, Pending>();
  #queue: string[] = [];
  #flushing = false;
  #nextId = 1;
  #closed = false;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #pongTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the socket is given up that has been asked. */
  #pongBy = Number.POSITIVE_INFINITY;

  constructor(socket: WebSocket, listener: ConnectionListener) {
    this.#socket = socket;
    this.#listener = listener;
    // It may have been opened before anybody wanted to join.
    if (socket.readyState === socket.OPEN) this.#handleOpen();
    else socket.onopen = () => this.#handleOpen();
    socket.onmessage = (event: MessageEvent<unknown>) => this.#handleFrame(event.data);
    socket.onclose = ({ code }) => this.#end(reasonOf(code));
  }

  /** Asks the room; `settle` is called exactly once. */
  ask<S extends v.GenericSchema>(message: Outgoing, schema: S, settle: Settle<v.InferOutput<S>>): void {
    if (this.#closed) return settle({ error: CallError.connectionLost() });
    const id = this.#nextId++;
    this.#pending.set(id, { schema, settle });
    this.#enqueue({ ...message, id });
  }

  /** Tells the room something that wants no answer. */
  send(message: Outgoing): void {
    if (!this.#closed) this.#enqueue(message);
  }

  /** Finds out soon whether the connection still stands: a network or a tab has just come back. */
  probe(withinMs: number): void {
    const { readyState, CONNECTING, OPEN } = this.#socket;
    if (this.#closed || readyState === CONNECTING) return;
    // A browser may take a minute to say that a socket which cannot be closed properly is closed.
    if (readyState !== OPEN) return this.#end("lost");
    this.#socket.send(PING);
    this.#expectPong(withinMs);
  }

  /** Sends what is queued and closes; the listener hears nothing more. */
  close(): void {
    if (this.#closed) return;
    this.#flush();
    this.#stop();
    this.#rejectAll();
  }

  /** Gives up on a socket that no longer answers. */
  abandon(): void {
    this.#end("lost");
  }

  #handleOpen(): void {
    this.#pingTimer = setInterval(() => this.probe(PONG_WITHIN_MS), PING_EVERY_MS);
    this.#flush();
  }

  #handleFrame(data: unknown): void {
    this.#expectNothing();
    if (typeof data !== "string" || data === PONG) return;
    for (const item of parseFrame(TO_PAGE, data, INCOMING)) {
      if (this.#closed) return;
      if ("message" in item) this.#listener.message(item.message);
      else if ("reply" in item) this.#handleReply(item.reply);
      // An item that cannot be read is one that this page is too old to know: the others stand.
    }
  }

  #handleReply(reply: Reply): void {
    const pending = this.#pending.get(reply.re);
    if (pending === undefined) return;
    this.#pending.delete(reply.re);
    if ("error" in reply) return pending.settle({ error: CallError.fromWire(reply.error) });
    const parsed = v.safeParse(pending.schema, reply.ok);
    if (parsed.success) pending.settle({ ok: parsed.output });
    else pending.settle({ error: new CallError("bad_message", "The room's answer could not be read.") });
  }

  #enqueue(item: object): void {
    this.#queue.push(JSON.stringify(item));
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#closed || this.#socket.readyState !== this.#socket.OPEN) return;
    const items = this.#queue;
    this.#queue = [];
    const limits = { chars: LIMITS.clientFrameChars, items: LIMITS.itemsPerFrame };
    for (const frame of packFrames(items, limits)) this.#socket.send(frame);
  }

  /** Whoever asks again, or with more patience, does not put off what was to be known before. */
  #expectPong(withinMs: number): void {
    const by = performance.now() + withinMs;
    if (by >= this.#pongBy) return;
    this.#expectNothing();
    this.#pongBy = by;
    this.#pongTimer = setTimeout(() => this.#end("lost"), withinMs);
  }

  #expectNothing(): void {
    clearTimeout(this.#pongTimer);
    this.#pongBy = Number.POSITIVE_INFINITY;
  }

  #end(reason: ClosedReason): void {
    if (this.#closed) return;
    this.#stop();
    this.#listener.closed(reason);
    // After the listener knows: what it asks again, it asks on its next connection.
    this.#rejectAll();
  }

  #stop(): void {
    this.#closed = true;
    clearInterval(this.#pingTimer);
    this.#expectNothing();
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
  }

  #rejectAll(): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { settle } of pending) settle({ error: CallError.connectionLost() });
  }
}

function reasonOf(code: number): ClosedReason {
  for (const [reason, value] of Object.entries(CLOSE_CODES)) {
    if (value === code) return reason as CloseReason;
  }
  return "lost";
}
