import type { MessageOf, Registry, Reply } from "../protocol/frame.ts";
import { backoffMs } from "./backoff.ts";
import { Connection } from "./connection.ts";
import { errorText, type Log } from "./log.ts";

/** A connection that ended sooner than this counts as failed, so that an edge that accepts and drops is not hammered. */
const STABLE_MS = 5_000;

/** What a link is made of. */
interface LinkOptions<Out extends object, R extends Registry> {
  /** The edge's origin, `http:` or `https:`, and the path there. */
  origin: string;
  path: string;
  token: () => Promise<string>;
  heartbeatMs: number;
  /** The longest wait before another try, in milliseconds; where it is left out, as long as any. */
  redialWithinMs?: number;
  registry: R;
  log: Log;
  opened(connection: Connection<Out, R>): void;
  /** `connection` is the one that the message came on: answers to it belong there. */
  message(message: MessageOf<R>, connection: Connection<Out, R>): void;
  reply?(reply: Reply, connection: Connection<Out, R>): void;
  /** After every connection, also one that never opened. The link redials unless it is closed in here. */
  lost(code: number): void;
}

/** A connection to the edge that is dialed again, with backoff, until it is closed. */
export class Link<Out extends object, R extends Registry> {
  readonly #options: LinkOptions<Out, R>;
  readonly #url: string;
  #connection: Connection<Out, R> | undefined;
  #redial: NodeJS.Timeout | undefined;
  #failures = 0;
  #isClosed = false;

  /** Dials at once. */
  constructor(options: LinkOptions<Out, R>) {
    this.#options = options;
    // "http" becomes "ws", and "https" becomes "wss".
    this.#url = new URL(options.path, options.origin).href.replace(/^http/, "ws");
    void this.#dial();
  }

  /** Queues an item on the connection; without one it is dropped. */
  send(item: Out): void {
    this.#connection?.send(item);
  }

  /** Dials now instead of at the end of the backoff; nothing where it is connected or dialing. */
  hurry(): void {
    if (this.#redial === undefined) return;
    clearTimeout(this.#redial);
    this.#redial = undefined;
    void this.#dial();
  }

  /** Ends the link for good, after what is queued has been sent. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#redial);
    this.#redial = undefined;
    await this.#connection?.close();
  }

  /** Never rejects: every failure ends in `#closed`, and so in another try. */
  async #dial(): Promise<void> {
    const { token, heartbeatMs, registry, log } = this.#options;
    const url = this.#url;
    let signed: string;
    try {
      signed = await token();
    } catch (error) {
      log.error("link.failed", { url, error: errorText(error) });
      this.#closed(1006, "", 0);
      return;
    }
    if (this.#isClosed) return;
    let openedAt = Number.POSITIVE_INFINITY;
    const connection: Connection<Out, R> = new Connection(url, signed, heartbeatMs, registry, {
      opened: () => {
        openedAt = performance.now();
        log.debug("link.open", { url });
        this.#options.opened(connection);
      },
      message: (message) => this.#options.message(message, connection),
      reply: (reply) => this.#options.reply?.(reply, connection),
      fault: (error) => log.error("link.fault", { url, ...error }),
      failed: (error) => log.warn("link.failed", { url, error }),
      closed: (code, reason) => this.#closed(code, reason, performance.now() - openedAt),
    });
    this.#connection = connection;
  }

  #closed(code: number, reason: string, lastedMs: number): void {
    this.#connection = undefined;
    if (!this.#isClosed) this.#options.lost(code);
    if (this.#isClosed) return;
    this.#failures = lastedMs > STABLE_MS ? 1 : this.#failures + 1;
    const retryInMs = backoffMs(this.#failures, this.#options.redialWithinMs);
    this.#options.log.info("link.lost", { url: this.#url, code, reason, retryInMs });
    this.#redial = setTimeout(() => {
      this.#redial = undefined;
      void this.#dial();
    }, retryInMs);
  }
}
