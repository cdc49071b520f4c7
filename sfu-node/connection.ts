import { WebSocket } from "ws";
import { PING, PONG } from "../protocol/api.ts";
import type { WireError } from "../protocol/errors.ts";
import { type MessageOf, parseFrame, type Registry, type Reply } from "../protocol/frame.ts";
import { LIMITS } from "../protocol/limits.ts";
import { errorText } from "./log.ts";

const HANDSHAKE_LIMIT_MS = 5_000;
/** How long a closing socket waits for its peer to have taken what is queued, and to say so. */
const CLOSE_LIMIT_MS = 1_000;
/** Heartbeats in a row without any sign of life: two, because a stalled event loop makes one by itself. */
const SILENT_BEATS = 2;
/** A room of the largest size may order something for every participant in one frame. */
const FRAME_LIMITS = { chars: LIMITS.nodeFrameChars, items: LIMITS.itemsPerNodeFrame };
/** JSON text takes at most three bytes of UTF-8 per character. */
const MAX_PAYLOAD_BYTES = 3 * LIMITS.nodeFrameChars;

/** What happens on a connection. `closed` is called once, also when it never opened; then nothing else is. */
interface ConnectionEvents<R extends Registry> {
  opened(): void;
  message(message: MessageOf<R>): void;
  reply(reply: Reply): void;
  fault(error: WireError): void;
  failed(error: string): void;
  closed(code: number, reason: string): void;
}

/** One WebSocket to the edge. Items sent within one microtask leave in one frame. */
export class Connection<Out extends object, R extends Registry> {
  readonly #socket: WebSocket;
  readonly #registry: R;
  readonly #events: ConnectionEvents<R>;
  readonly #closed = Promise.withResolvers<void>();
  #outgoing: Out[] = [];
  #heartbeat: NodeJS.Timeout | undefined;
  #silentBeats = 0;

  /**
   * Dials at once.
   *
   * @param url a ws: or wss: address.
   * @param token goes into the Authorization header.
   * @param heartbeatMs how often a PING is sent, which the platform answers without waking a room that sleeps.
   */
  constructor(url: string, token: string, heartbeatMs: number, registry: R, events: ConnectionEvents<R>) {
    this.#registry = registry;
    this.#events = events;
    this.#socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${token}` },
      handshakeTimeout: HANDSHAKE_LIMIT_MS,
      maxPayload: MAX_PAYLOAD_BYTES,
      perMessageDeflate: false,
    });
    this.#listen(heartbeatMs);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Queues an item; one for a connection that is not open is dropped, as its peer has other ways to learn of it. */
  send(item: Out): void {
    if (!this.isOpen) return;
    this.#outgoing.push(item);
    if (this.#outgoing.length === 1) queueMicrotask(() => this.#flush());
  }

  /** Sends what is queued and closes; resolves when that is done, or after a second. Idempotent. */
  async close(code = 1000): Promise<void> {
    this.#flush();
    this.#socket.close(code);
    const limit = setTimeout(() => this.#socket.terminate(), CLOSE_LIMIT_MS);
    await this.#closed.promise;
    clearTimeout(limit);
  }

  #flush(): void {
    const items = this.#outgoing;
    this.#outgoing = [];
    if (items.length > 0 && this.isOpen) this.#socket.send(JSON.stringify(items));
  }

  #listen(heartbeatMs: number): void {
    const socket = this.#socket;
    socket.on("open", () => {
      this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs);
      this.#events.opened();
    });
    socket.on("message", (data, isBinary) => this.#receive(isBinary ? "" : String(data)));
    socket.on("error", (error) => this.#events.failed(errorText(error)));
    socket.on("close", (code, reason) => {
      clearInterval(this.#heartbeat);
      this.#closed.resolve();
      this.#events.closed(code, String(reason));
    });
  }

  #beat(): void {
    if (this.#silentBeats >= SILENT_BEATS) {
      this.#socket.terminate();
      return;
    }
    this.#silentBeats += 1;
    if (this.isOpen) this.#socket.send(PING);
  }

  #receive(text: string): void {
    this.#silentBeats = 0;
    if (text === PONG) return;
    for (const item of parseFrame(this.#registry, text, FRAME_LIMITS)) {
      if ("message" in item) this.#events.message(item.message);
      else if ("reply" in item) this.#events.reply(item.reply);
      else this.#events.fault(item.error);
    }
  }
}
