import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { PATHS, type Session } from "../../../protocol/api.ts";
import { ROUTER_RTP_CAPABILITIES } from "../../../protocol/codecs.ts";
import type { Reply } from "../../../protocol/frame.ts";
import type { Joined } from "../../../protocol/room/join.ts";
import { PROTOCOL_VERSION } from "../../../protocol/version.ts";

const AGAIN_MS = 100;
const FINGERPRINT = { algorithm: "sha-256", value: Array(32).fill("AB").join(":") };

interface Unanswered {
  readonly messageId: string;
  readonly text: string;
  readonly done: () => void;
}

/** Somebody who writes without a browser. As the real page does, it comes back, and asks again until it has an answer. */
export class Chatter {
  /** What the room has acknowledged: message id to its place. */
  readonly acknowledged = new Map<string, number>();
  /** What was written, in order. */
  readonly texts: string[] = [];
  readonly #url: string;
  readonly #name: string;
  readonly #unanswered = new Map<number, Unanswered>();
  readonly #joined = Promise.withResolvers<void>();
  #session: Session | null = null;
  #place: Joined | null = null;
  #socket: WebSocket | null = null;
  #requests = 0;
  #left = false;

  /** Joins a room, which is made where there is none. */
  static async join(url: string, slug: string, name: string): Promise<Chatter> {
    const chatter = new Chatter(url, name);
    const post = (path: string, body: object) =>
      fetch(url + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    await post(PATHS.rooms, { slug });
    chatter.#session = (await (await post(PATHS.session(slug), {})).json()) as Session;
    chatter.#connect();
    await chatter.#joined.promise;
    return chatter;
  }

  private constructor(url: string, name: string) {
    this.#url = url;
    this.#name = name;
  }

  /** The room that it is in. */
  get roomId(): string {
    return this.#session?.roomId ?? "";
  }

  /** Writes a message; resolves when the room has acknowledged it, however often it had to be sent. */
  say(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const text = `${this.#name} ${this.texts.length}`;
    this.texts.push(text);
    this.#ask({ messageId: randomUUID(), text, done: resolve });
    return promise;
  }

  leave(): void {
    this.#left = true;
    this.#socket?.terminate();
  }

  #ask(message: Unanswered): void {
    const id = ++this.#requests;
    this.#unanswered.set(id, message);
    const { messageId, text } = message;
    this.#send({ type: "chat", id, messageId, text });
  }

  #send(item: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify([item]));
  }

  #connect(): void {
    const socket = new WebSocket(this.#url.replace("http", "ws") + PATHS.socket(this.roomId));
    this.#socket = socket;
    socket.on("open", () => this.#enter());
    socket.on("message", (frame) => {
      for (const item of JSON.parse(String(frame))) if ("re" in item) this.#hear(item);
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      if (!this.#left) setTimeout(() => this.#connect(), AGAIN_MS);
    });
  }

  #enter(): void {
    const version = PROTOCOL_VERSION;
    if (this.#place === null) {
      const media = {
        rtpCapabilities: ROUTER_RTP_CAPABILITIES,
        dtlsParameters: { role: "client", fingerprints: [FINGERPRINT] },
      };
      const who = { token: this.#session?.token, tab: randomUUID(), name: this.#name };
      return this.#send({ type: "join", id: ++this.#requests, version, ...who, ...media });
    }
    const { participantId, resumeKey: key, snapshot } = this.#place;
    const { epoch, seq } = snapshot;
    this.#send({
      type: "resume",
      id: ++this.#requests,
      version,
      participantId,
      key,
      epoch: Math.max(1, epoch),
      seq,
      mediaEpoch: 0,
    });
    const again = [...this.#unanswered.values()];
    this.#unanswered.clear();
    for (const message of again) this.#ask(message);
  }

  #hear(reply: Reply): void {
    const message = this.#unanswered.get(reply.re);
    this.#unanswered.delete(reply.re);
    if (message === undefined) {
      if ("error" in reply) throw new Error(`${this.#name} may not come in: ${reply.error.code}`);
      if (this.#place === null) this.#place = reply.ok as Joined;
      return this.#joined.resolve();
    }
    if ("ok" in reply) {
      this.acknowledged.set(message.messageId, (reply.ok as { seq: number }).seq);
      return message.done();
    }
    // Too much at once, or not in the room yet.
    setTimeout(() => this.#ask(message), reply.error.retryAfterMs ?? AGAIN_MS);
  }
}
