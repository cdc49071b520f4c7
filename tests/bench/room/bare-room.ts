/**
 * What the rooms are held against: it does nothing but what any signaling server must. It keeps who is in a room, answers
 * a join as fully as Nearcast does, and passes chat on to all. It checks nothing and nobody, stores nothing, limits
 * nothing, and has no media node to talk to.
 */
type Item =
  | { type: "join"; id: number; name: string }
  | { type: "chat"; id: number; messageId: string; text: string }
  | { type: "leave" };

/** The other end of a socket, as its server knows it. */
export interface BareSocket {
  send(frame: string): void;
  close(): void;
}

const CHAT_TAIL = 50;

export class BareRoom<S extends BareSocket> {
  readonly #media: unknown;
  readonly #broadcast: (sockets: Iterable<S>, frame: string) => void;
  readonly #members = new Map<S, { id: string; name: string }>();
  readonly #chat: object[] = [];
  #seq = 0;

  /**
   * @param media what each join is answered with
   * @param broadcast sends one frame to many, in the best way that the server has
   */
  constructor(media: unknown, broadcast: (sockets: Iterable<S>, frame: string) => void) {
    this.#media = media;
    this.#broadcast = broadcast;
  }

  hear(socket: S, frame: string): void {
    for (const item of JSON.parse(frame) as Item[]) {
      if (item.type === "join") this.#join(socket, item);
      else if (item.type === "chat") this.#say(socket, item);
      else socket.close();
    }
  }

  closed(socket: S): void {
    const member = this.#members.get(socket);
    if (!this.#members.delete(socket)) return;
    this.#tellAll({ type: "participant-left", seq: ++this.#seq, participantId: member?.id });
  }

  #join(socket: S, { id: re, name }: Item & { type: "join" }): void {
    const id = crypto.randomUUID();
    const participant = describe({ id, name });
    this.#tellAll({ type: "participant-joined", seq: ++this.#seq, participant });
    this.#members.set(socket, { id, name });
    const snapshot = {
      epoch: 1,
      seq: this.#seq,
      room: { slug: "bare", title: "Bare" },
      participants: Array.from(this.#members.values(), describe),
      chat: this.#chat,
    };
    const resumeKey = crypto.randomUUID();
    const ok = { participantId: id, role: "participant", resumeKey, snapshot, media: this.#media };
    socket.send(JSON.stringify([{ re, ok }]));
  }

  #say(socket: S, { id: re, messageId, text }: Item & { type: "chat" }): void {
    const sender = this.#members.get(socket);
    if (!sender) return;
    const seq = ++this.#seq;
    const at = Date.now();
    const { id: participantId, name } = sender;
    const message = { type: "chat-message", messageId, participantId, name, text, at, seq };
    this.#chat.push(message);
    if (this.#chat.length > CHAT_TAIL) this.#chat.shift();
    this.#tellAll(message, socket);
    socket.send(JSON.stringify([message, { re, ok: { seq, at } }]));
  }

  #tellAll(item: object, except?: S): void {
    const others = [...this.#members.keys()].filter((socket) => socket !== except);
    this.#broadcast(others, JSON.stringify([item]));
  }
}

function describe({ id, name }: { id: string; name: string }): object {
  return { id, name, role: "participant", connected: true, producers: [] };
}
