import { PATHS, type Session } from "../../../protocol/api.ts";
import type { WireError } from "../../../protocol/errors.ts";
import { parseFrame, type Reply } from "../../../protocol/frame.ts";
import type { Joined } from "../../../protocol/room/join.ts";
import type { Source } from "../../../protocol/room/producers.ts";
import { KIND_OF_SOURCE } from "../../../protocol/room/producers.ts";
import { TO_PAGE, type ToPage } from "../../../protocol/room/to-page.ts";
import type { ToRoom } from "../../../protocol/room/to-room.ts";
import { PROTOCOL_VERSION } from "../../../protocol/version.ts";
import { Guest } from "./guest.ts";
import { Inbox, soon } from "./inbox.ts";
import { AUDIO, CAPABILITIES, VIDEO } from "./media.ts";
import { Socket } from "./socket.ts";

type Body<T> = T extends unknown ? Omit<T, "id"> : never;
type Message = Body<ToRoom>;
type JoinMessage = Extract<ToRoom, { type: "join" }>;

const NO_LIMITS = { chars: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY };
const open = new Set<Page>();

/** A page in a browser's tab, without media: it speaks the wire over one socket. */
export class Page {
  /** What the room sent that is no answer. */
  readonly inbox = new Inbox<ToPage>("the page");
  /** Set once it has joined. */
  joined: Joined | null = null;
  readonly socket: Socket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #requests = 0;

  /** Opens a socket to a room, and says nothing. */
  static async open(roomId: string, guest = new Guest()): Promise<Page> {
    const page: { current: Page | null } = { current: null };
    const response = await guest.fetch(PATHS.socket(roomId), { headers: { Upgrade: "websocket" } });
    const socket = await Socket.of(response, (items) => page.current?.hear(items));
    page.current = new Page(socket);
    open.add(page.current);
    return page.current;
  }

  /** Closes all that were opened. */
  static closeAll(): void {
    for (const page of open) page.socket.close();
    open.clear();
  }

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  get id(): string {
    return this.session.participantId;
  }

  /** What the answer to `join` said. */
  get session(): Joined {
    if (!this.joined) throw new Error("this page has not joined");
    return this.joined;
  }

  sendItem(item: object): void {
    this.socket.send(JSON.stringify([item]));
  }

  /** Sends a request, and waits for its answer. */
  request(message: Message): Promise<Reply> {
    return soon(`the answer to ${message.type}`, this.#send(message));
  }

  /** Sends a `join` that somebody has to decide about. Where that is yes, the page has joined. */
  async decided(message: JoinMessage): Promise<Reply> {
    const reply = await this.#send(message);
    if ("ok" in reply) this.joined = reply.ok as Joined;
    return reply;
  }

  #send(message: Message): Promise<Reply> {
    const id = ++this.#requests;
    const answered = Promise.withResolvers<Reply>();
    this.#waiting.set(id, answered.resolve);
    this.sendItem({ ...message, id });
    return answered.promise;
  }

  /** Sends a request that succeeds. */
  async ask<T = unknown>(message: Message): Promise<T> {
    const reply = await this.request(message);
    if ("error" in reply) throw new Error(`${message.type}: ${JSON.stringify(reply.error)}`);
    return reply.ok as T;
  }

  /** Sends a request that fails, and returns why. */
  async refused(message: Message): Promise<WireError> {
    const reply = await this.request(message);
    if ("ok" in reply) throw new Error(`${message.type} succeeded: ${JSON.stringify(reply.ok)}`);
    return reply.error;
  }

  /** Joins with the pass of `session`. */
  async join(session: Pick<Session, "token">, with_: Partial<JoinMessage> = {}): Promise<Joined> {
    this.joined = await this.ask<Joined>(joinMessage(session.token, with_));
    return this.joined;
  }

  /** Takes up the session of a page whose socket was lost, having seen all up to `seq` and the media of `mediaEpoch`. */
  async resume(lost: Page, seen: { epoch: number; seq: number; mediaEpoch: number }): Promise<void> {
    const { participantId, resumeKey: key } = lost.session;
    await this.ask({ type: "resume", version: PROTOCOL_VERSION, participantId, key, ...seen });
    this.joined = lost.session;
  }

  /** Publishes and returns the producer's id. */
  async publish(source: Source = "screen", producerId: string = crypto.randomUUID()): Promise<string> {
    await this.ask(publishMessage(source, producerId));
    return producerId;
  }

  /** Says something; returns its place in the room's order. */
  chat(text: string, messageId: string = crypto.randomUUID()): Promise<{ seq: number; at: number }> {
    return this.ask({ type: "chat", messageId, text });
  }

  /** Resolves when all that the room has sent to this page until now has come. */
  async settled(): Promise<void> {
    await this.ask({ type: "rename", name: this.#name });
  }

  get #name(): string {
    const own = this.session.snapshot.participants.find(({ id }) => id === this.id);
    return own?.name ?? "Somebody";
  }

  hear(items: unknown[]): void {
    for (const item of parseFrame(TO_PAGE, JSON.stringify(items), NO_LIMITS)) {
      if ("message" in item) this.inbox.push(item.message);
      else if ("reply" in item) this.#waiting.get(item.reply.re)?.(item.reply);
      else throw new Error(`The room sent ${JSON.stringify(items)}: ${item.error.message}`);
    }
  }
}

/** A `join` of a page that is like others in all that `with_` does not say. */
export function joinMessage(token: string, with_: Partial<JoinMessage> = {}): JoinMessage {
  const who = { version: PROTOCOL_VERSION, tab: crypto.randomUUID(), name: "Somebody" };
  return { type: "join", token, ...who, ...CAPABILITIES, ...with_ };
}

export function publishMessage(source: Source, producerId: string): Extract<ToRoom, { type: "publish" }> {
  const rtpParameters = KIND_OF_SOURCE[source] === "audio" ? AUDIO : VIDEO;
  return { type: "publish", producerId, streamId: producerId, source, paused: false, rtpParameters };
}
