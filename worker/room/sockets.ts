import { CLOSE_CODES, type CloseReason } from "../../protocol/errors.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Position } from "../../protocol/position.ts";
import { framesOf } from "./frames.ts";

/** Who is at the other end of a socket; kept on it, so that it outlasts hibernation. Identity is read from here alone. */
export type Peer = {
  readonly socket: string;
} /** A page of somebody who is there, to whole degrees, until it has joined: from then on the room knows. */ & (
  | {
      readonly kind: "page";
      readonly participantId: string | null;
      readonly position: Position | null;
      /** Milliseconds since 1970. */
      readonly openedAt: number;
    }
  | { readonly kind: "node"; readonly nodeId: string }
);

/**
 * The object's hibernating WebSockets by their ids. What is sent within one turn of the event loop to one socket leaves as
 * one frame, or as few as it fits into.
 */
export class Sockets {
  readonly #context: DurableObjectState;
  readonly #outgoing = new Map<string, string[]>();
  readonly #closing = new Map<string, CloseReason>();
  #scheduled = false;

  constructor(context: DurableObjectState) {
    this.#context = context;
  }

  /** Takes a new socket in, and returns the client's end of it. */
  accept(peer: Peer): WebSocket {
    const pair = new WebSocketPair();
    this.#context.acceptWebSocket(pair[1], [peer.socket]);
    pair[1].serializeAttachment(peer);
    return pair[0];
  }

  peer(webSocket: WebSocket): Peer {
    return webSocket.deserializeAttachment() as Peer;
  }

  /** A page's socket, whose participant is null until it has joined. */
  page(webSocket: WebSocket): Extract<Peer, { kind: "page" }> {
    const peer = this.peer(webSocket);
    if (peer.kind !== "page") throw new TypeError("not a page's socket");
    return peer;
  }

  /** A page's socket speaks for a participant from now on. */
  seat(socket: string, participantId: string): void {
    this.#on(socket, (webSocket) =>
      webSocket.serializeAttachment({ ...this.page(webSocket), participantId, position: null }),
    );
  }

  /**
   * Sees to it that there is room for one more. Pages open theirs before anybody joins: where there are too many, the one that has
   * been open for the longest without a join is closed, but none of those. False where there is none to close.
   */
  makeRoom(but: readonly (string | null)[]): boolean {
    const open = this.#context.getWebSockets();
    if (open.length < LIMITS.socketsPerRoom) return true;
    const idle = open
      .map((webSocket) => this.peer(webSocket))
      .filter((peer) => peer.kind === "page")
      .filter(({ socket, participantId }) => participantId === null && !but.includes(socket))
      .sort((one, other) => one.openedAt - other.openedAt);
    const [oldest] = idle;
    if (oldest !== undefined) this.close(oldest.socket, "session_expired");
    return oldest !== undefined;
  }

  /** The ids of all sockets that are open. */
  ids(): Set<string> {
    return new Set(this.#context.getWebSockets().map((webSocket) => this.peer(webSocket).socket));
  }

  /** Adds an item, as JSON text, to the socket's next frame. */
  send(socket: string, item: string): void {
    const items = this.#outgoing.get(socket);
    if (items) items.push(item);
    else this.#outgoing.set(socket, [item]);
    this.#schedule();
  }

  broadcast(sockets: readonly string[], item: string): void {
    for (const socket of sockets) this.send(socket, item);
  }

  /** Closes the socket, after what was sent to it. */
  close(socket: string, reason: CloseReason): void {
    this.#closing.set(socket, reason);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    for (const [socket, items] of this.#outgoing)
      this.#on(socket, (webSocket) => {
        for (const frame of framesOf(items)) webSocket.send(frame);
      });
    for (const [socket, reason] of this.#closing) {
      this.#on(socket, (webSocket) => webSocket.close(CLOSE_CODES[reason], reason));
    }
    this.#outgoing.clear();
    this.#closing.clear();
  }

  /** A socket that is closing already takes nothing; its own close event tells the room. */
  #on(socket: string, use: (webSocket: WebSocket) => void): void {
    for (const webSocket of this.#context.getWebSockets(socket)) {
      try {
        use(webSocket);
      } catch {}
    }
  }
}
