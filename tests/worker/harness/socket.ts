import { soon } from "./inbox.ts";

interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** The far end of a WebSocket that the Worker accepted. */
export class Socket {
  /** Every frame that came, as text. */
  readonly frames: string[] = [];
  readonly #webSocket: WebSocket;
  #arrived = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<Closing>();

  /** Takes the socket of an answer; throws where the answer has none. */
  static async of(response: Response, hear: (items: unknown[]) => void): Promise<Socket> {
    const { webSocket } = response;
    if (!webSocket) throw new Error(`no WebSocket but ${response.status}: ${await response.text()}`);
    return new Socket(webSocket, hear);
  }

  private constructor(webSocket: WebSocket, hear: (items: unknown[]) => void) {
    this.#webSocket = webSocket;
    webSocket.addEventListener("message", ({ data }) => {
      this.frames.push(String(data));
      this.#arrived.resolve();
      this.#arrived = Promise.withResolvers();
      if (data !== "pong") hear(JSON.parse(String(data)));
    });
    webSocket.addEventListener("close", ({ code, reason }) => {
      this.#closed.resolve({ code, reason });
      // The other half of the closing handshake, as browsers do it by themselves.
      try {
        webSocket.close();
      } catch {}
    });
    webSocket.accept();
  }

  /** Resolves when it has come to an end, however long that takes. */
  get ended(): Promise<Closing> {
    return this.#closed.promise;
  }

  /** Resolves when the Worker has closed it. */
  get closed(): Promise<Closing> {
    return soon("the socket's end", this.#closed.promise);
  }

  /** Resolves when another frame has come. */
  frame(): Promise<void> {
    return soon("a frame", this.#arrived.promise);
  }

  send(frame: string | ArrayBuffer): void {
    this.#webSocket.send(frame);
  }

  /** Ends it from here. */
  close(): void {
    try {
      this.#webSocket.close(1001, "going away");
    } catch {}
  }
}
