import { CLOSE_CODES, type CloseReason, type WireError } from "../../protocol/errors.ts";
import type { FromUser } from "../../protocol/user/messages.ts";
import type { Here } from "../../protocol/user/presence.ts";

/** What is at the other end of a socket; kept on it, so that it outlasts hibernation. */
interface Page {
  readonly id: string;
  readonly sessionId: string;
  readonly here: Here;
}

/** The hibernating WebSockets of one person's pages. */
export class UserSockets {
  readonly #context: DurableObjectState;

  constructor(context: DurableObjectState) {
    this.#context = context;
  }

  /** Takes a page in, of which nothing is known but that it is open. Answers the page's end of the socket. */
  accept(sessionId: string): { client: WebSocket; server: WebSocket } {
    const { 0: client, 1: server } = new WebSocketPair();
    const page: Page = { id: crypto.randomUUID(), sessionId, here: { away: false, call: null } };
    this.#context.acceptWebSocket(server);
    server.serializeAttachment(page);
    return { client, server };
  }

  /** What the pages that are open say. */
  pages(): Page[] {
    return this.#open().map(pageOf);
  }

  /** Notes what a page says. */
  note(socket: WebSocket, here: Here): void {
    socket.serializeAttachment({ ...pageOf(socket), here } satisfies Page);
  }

  /** Tells all pages. */
  tell(message: FromUser): void {
    for (const socket of this.#open()) this.send(socket, message);
  }

  send(socket: WebSocket, item: object): void {
    try {
      socket.send(JSON.stringify([item]));
    } catch {
      // It is closing: its page hears what is so when it comes back.
    }
  }

  /** Answers a request with an error; what nobody asked is refused in silence. */
  refuse(socket: WebSocket, request: number | undefined, error: WireError): void {
    if (request !== undefined) this.send(socket, { re: request, error });
  }

  close(socket: WebSocket, reason: CloseReason): void {
    socket.close(CLOSE_CODES[reason], reason);
  }

  /** Closes the pages of these sessions. */
  closeSessions(isOver: (sessionId: string) => boolean, reason: CloseReason): void {
    for (const socket of this.#open()) {
      if (isOver(pageOf(socket).sessionId)) this.close(socket, reason);
    }
  }

  #open(): WebSocket[] {
    return this.#context.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN);
  }
}

function pageOf(socket: WebSocket): Page {
  return socket.deserializeAttachment() as Page;
}
