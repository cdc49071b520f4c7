import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type * as v from "valibot";
import { WebSocket } from "ws";
import type { Reply } from "../../../protocol/frame.ts";
import type { Joined } from "../../../protocol/room/join.ts";
import type { publishSchema } from "../../../protocol/room/producers.ts";

type Item = Reply | { type: string; messageId?: string };

const TEXT = "The quick brown fox jumps over the lazy dog, and then has a look at the share.";

/** A page as the room sees it: one socket, without media. */
export class Client {
  readonly #socket: WebSocket;
  readonly #requests = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #onChat: (messageId: string) => void;
  #nextId = 1;

  private constructor(socket: WebSocket, onChat: (messageId: string) => void) {
    this.#socket = socket;
    this.#onChat = onChat;
    socket.on("message", (data) => this.#hear(String(data)));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", (code) => this.#fail(new Error(`the socket was closed with ${code}`)));
  }

  /** Opens a socket. `onChat` gets the id of every chat message that comes in, its own included. */
  static async connect(url: string, onChat: (messageId: string) => void): Promise<Client> {
    // Without compression on either side, which would be all that is measured.
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, "open");
    return new Client(socket, onChat);
  }

  async join(item: object): Promise<Joined> {
    return (await this.#ask(item)) as Joined;
  }

  /** Sends a message; resolves when the server says that it has it. */
  async chat(messageId: string = randomUUID()): Promise<void> {
    await this.#ask({ type: "chat", messageId, text: TEXT });
  }

  /** Says that a stream is sent from now on. */
  async publish(stream: v.InferInput<typeof publishSchema>): Promise<void> {
    await this.#ask({ type: "publish", ...stream });
  }

  /** Leaves, and waits until the server has closed the socket. */
  async leave(): Promise<void> {
    const closed = once(this.#socket, "close");
    this.#socket.send('[{"type":"leave"}]');
    await closed;
  }

  #ask(item: object): Promise<unknown> {
    const id = this.#nextId++;
    const request = Promise.withResolvers<unknown>();
    this.#requests.set(id, request);
    this.#socket.send(JSON.stringify([{ ...item, id }]));
    return request.promise;
  }

  #hear(frame: string): void {
    for (const item of JSON.parse(frame) as Item[]) {
      if ("re" in item) this.#settle(item);
      else if (item.type === "chat-message") this.#onChat(item.messageId ?? "");
    }
  }

  #settle(reply: Reply): void {
    const request = this.#requests.get(reply.re);
    this.#requests.delete(reply.re);
    if ("ok" in reply) request?.resolve(reply.ok);
    else request?.reject(new Error(`${reply.error.code}: ${reply.error.message}`));
  }

  #fail(error: Error): void {
    for (const request of this.#requests.values()) request.reject(error);
    this.#requests.clear();
  }
}
