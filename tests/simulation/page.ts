import { ROUTER_RTP_CAPABILITIES } from "../../protocol/codecs.ts";
import { parseFrame, type Reply } from "../../protocol/frame.ts";
import type { Reaction } from "../../protocol/room/chat.ts";
import type { Joined, MediaCapabilities } from "../../protocol/room/join.ts";
import type { Source } from "../../protocol/room/producers.ts";
import { EVENTS, type RoomEvent, TO_PAGE, type ToPage } from "../../protocol/room/to-page.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { PagePublishing } from "./publishing.ts";
import { View } from "./view.ts";
import { isOrdered, PageWatching } from "./watching.ts";
import type { Wire } from "./wire.ts";
import type { World } from "./world.ts";

export type Body<T> = T extends unknown ? Omit<T, "id"> : never;
export type Answered = (reply: Reply) => void;

/** What a page says of itself that can decode all of the router's codecs, or nothing. */
const capabilities = (decodes: boolean): MediaCapabilities => ({
  rtpCapabilities: decodes ? ROUTER_RTP_CAPABILITIES : { codecs: [], headerExtensions: [] },
  dtlsParameters: { fingerprints: [{ algorithm: "sha-256", value: Array(32).fill("AB").join(":") }] },
});

/** A page without media: it wants to be in the room, to publish and to chat, and keeps at it as the real page does. */
export class PageModel {
  readonly userId: string;
  readonly tab: string;
  readonly view = new View();
  /** Whether the person is in the call. */
  wanted = false;
  participantId: string | null = null;
  mediaEpoch = 0;
  /** Chat that the room has acknowledged: message id to sequence number. */
  readonly acknowledged = new Map<string, number>();
  readonly publishing: PagePublishing;
  readonly consumers = new Map<string, string>();
  readonly watching = new PageWatching();
  readonly #world: World;
  #capabilities: MediaCapabilities;
  /** Up to where the person has read. */
  #readSeq = 0;
  readonly #unsent = new Map<string, string>();
  readonly #requests = new Map<number, Answered>();
  #resumeKey: string | null = null;
  #wire: Wire | null = null;
  #joined = false;
  #requestIds = 0;

  constructor(world: World, userId: string, tab: string) {
    this.#world = world;
    this.userId = userId;
    this.tab = tab;
    this.#capabilities = capabilities(world.random.chance(0.7));
    this.publishing = new PagePublishing(world.random, {
      isReady: () => this.#joined && this.mediaEpoch !== 0,
      mediaEpoch: () => this.mediaEpoch,
      own: () =>
        [...this.view.producers()].filter(({ owner }) => owner === this.participantId).map(({ id }) => id),
      request: (message, answered) => this.#request(message, answered),
    });
  }

  get chatWaiting(): number {
    return this.#unsent.size;
  }

  enter(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.#world.edge.prepare();
    this.#connect();
  }

  leave(): void {
    if (!this.#joined) return;
    this.wanted = false;
    this.#send({ type: "leave" });
    this.#forgetSession();
  }

  /** The tab is reloaded: it knows nothing any more, and comes in again. */
  reload(): void {
    this.#wire?.cut();
    this.#wire = null;
    this.#forgetSession();
    // The browser may have been updated meanwhile.
    this.#capabilities = capabilities(this.#world.random.chance(0.7));
    if (this.wanted) this.#connect();
  }

  cut(): void {
    this.#wire?.cut();
  }

  say(text: string): void {
    const messageId = this.#world.random.uuid();
    this.#unsent.set(messageId, text);
    if (this.#joined) this.#sendChat(messageId, text);
  }

  edit(messageId: string, revision: number, text: string): void {
    if (this.#joined) this.#request({ type: "edit-chat", messageId, revision, text }, () => {});
  }

  delete(messageId: string): void {
    if (this.#joined) this.#request({ type: "delete-chat", messageId }, () => {});
  }

  /** The person has looked at all that is there. */
  read(): void {
    if (!this.#joined) return;
    this.#readSeq = this.view.seq;
    this.#sendRead();
  }

  react(messageId: string, reaction: Reaction, on: boolean): void {
    if (this.#joined) this.#request({ type: "react-chat", messageId, reaction, on }, () => {});
  }

  publish(source: Source): void {
    this.publishing.want(source);
  }

  unpublish(source: Source): void {
    this.publishing.end(source);
  }

  pause(producerId: string, paused: boolean): void {
    this.#request({ type: "set-paused", producerId, paused }, () => {});
  }

  /** Opens a share to the others' marks, or closes it. */
  setDrawing(producerId: string, drawing: boolean): void {
    this.#request({ type: "set-drawing", producerId, drawing }, () => {});
  }

  /** Draws something that is kept. */
  draw(producerId: string): void {
    const marks = [{ kind: "stroke" as const, stroke: 1, from: 0, points: [1, 1], kept: true }];
    this.#request({ type: "annotate", producerId, marks }, () => {});
  }

  stop(producerId: string): void {
    this.#request({ type: "unpublish", producerId }, () => {});
  }

  /** Says something to another page, of which nobody else may hear. */
  relay(to: string): void {
    if (!this.#joined) return;
    const body = `${this.participantId} to ${to}`;
    this.#request({ type: "relay", to, channel: "direct", body }, () => {});
  }

  avoidDirect(): void {
    if (this.#joined) this.#request({ type: "avoid-direct", reason: "uplink" }, () => {});
  }

  /** Binds the room's media to regions: whoever may not is refused. */
  bind(regions: string[] | null): void {
    if (this.#joined) this.#request({ type: "change-room", regions }, () => {});
  }

  /** What of the others' pictures there is to show. */
  get shown(): string[] {
    const others = [...this.view.producers()].filter(({ owner }) => owner !== this.participantId);
    return others.filter(({ source }) => source !== "microphone").map(({ id }) => id);
  }

  /** The person looks at something else. */
  look(): void {
    this.watching.change(this.#world.random, this.shown);
    if (this.#joined) this.#sendWatch();
  }

  /** Asks once more for what it should have by now; the real page does so after a resume and when media fails. */
  mend(): void {
    if (!this.#joined) return;
    if (this.mediaEpoch === 0) this.#request({ type: "renew-media", ...this.#capabilities }, () => {});
    this.publishing.mend();
    this.#consumeMissing();
    for (const [messageId, text] of this.#unsent) this.#sendChat(messageId, text);
  }

  #forgetSession(): void {
    this.#joined = false;
    this.#resumeKey = null;
    this.participantId = null;
    this.mediaEpoch = 0;
    this.publishing.forget();
    this.consumers.clear();
    this.#requests.clear();
  }

  #connect(): void {
    const wire = this.#world.edge.acceptPage(this.userId, {
      receive: (frame) => {
        if (this.#wire === wire) this.#receive(frame);
      },
      closed: (reason) => {
        if (this.#wire === wire) this.#closed(reason);
      },
    });
    this.#wire = wire;
    this.#joined = false;
    const { view, participantId, mediaEpoch } = this;
    const version = PROTOCOL_VERSION;
    if (this.#resumeKey && participantId) {
      const from = { epoch: Math.max(1, view.epoch), seq: view.seq, mediaEpoch };
      const resume = { type: "resume" as const, version, participantId, key: this.#resumeKey, ...from };
      this.#request(resume, (reply) => "ok" in reply && this.#live());
    } else {
      const join = {
        type: "join" as const,
        version,
        token: "token",
        tab: this.tab,
        name: "Someone",
        ...(this.#world.random.chance(0.3) && { roundTrips: this.#measure() }),
        ...this.#capabilities,
      };
      const { clock, random } = this.#world;
      const ask = () => this.#wire === wire && this.#request(join, (reply) => this.#welcome(reply));
      if (random.chance(0.6)) return void ask();
      this.#send({ type: "reserve", version, token: "token", ...this.#capabilities });
      clock.after(random.between(0, 2_000), ask);
    }
  }

  #measure(): Record<string, number> {
    const { nodes, random } = this.#world;
    return Object.fromEntries(nodes.map(({ id }) => [id, random.between(1, 100)]));
  }

  #closed(reason: string): void {
    this.#wire = null;
    this.#joined = false;
    this.#requests.clear();
    if (reason === "session_expired") this.#forgetSession();
    if (!this.wanted) return;
    this.#world.clock.after(this.#world.random.between(50, 3_000), () => {
      if (this.wanted && this.#wire === null) this.#connect();
    });
  }

  #welcome(reply: Reply): void {
    if (!("ok" in reply)) return this.#wire?.cut();
    const { participantId, resumeKey, snapshot, media } = reply.ok as Joined;
    this.participantId = participantId;
    this.#resumeKey = resumeKey;
    this.view.reset(snapshot);
    this.mediaEpoch = media ? snapshot.epoch : 0;
    this.publishing.forget();
    this.consumers.clear();
    for (const { id, producerId } of media?.consumers ?? []) this.consumers.set(producerId, id);
    this.#live();
  }

  #live(): void {
    this.#joined = true;
    this.#sendWatch();
    this.#sendRead();
    this.#world.clock.after(300, () => this.mend());
  }

  #receive(frame: string): void {
    for (const item of parseFrame(TO_PAGE, frame, {
      chars: Number.POSITIVE_INFINITY,
      items: Number.POSITIVE_INFINITY,
    })) {
      if ("reply" in item) {
        const answered = this.#requests.get(item.reply.re);
        this.#requests.delete(item.reply.re);
        answered?.(item.reply);
      } else if ("message" in item) this.#hear(item.message);
      else throw new Error(`the room sent ${frame}: ${JSON.stringify(item)}`);
    }
  }

  #hear(message: ToPage): void {
    switch (message.type) {
      case "snapshot":
        this.view.reset(message);
        this.publishing.compare();
        return this.#dropConsumers();
      case "offer":
        this.view.epoch = message.epoch;
        this.mediaEpoch = message.epoch;
        if (message.moves) this.#move();
        else this.publishing.forget();
        this.consumers.clear();
        for (const { id, producerId } of message.media.consumers) this.consumers.set(producerId, id);
        return this.publishing.publishWanted();
      case "media-failed":
        return this.#loseMedia();
      case "consumers":
        for (const { id, producerId } of message.consumers) this.consumers.set(producerId, id);
        return this.#dropConsumers();
      case "relayed":
        // A page that has just left may hear a last word.
        if (!this.#joined || message.body === `${message.from} to ${this.participantId}`) return;
        throw new Error(`${this.participantId} heard from ${message.from}: ${message.body}`);
      case "demand":
        return this.watching.hear(message.streams);
      case "read-marks":
        return this.view.markRead(message.marks);
      case "annotated":
      case "recall":
      case "cheered":
      case "typing":
      case "waiting":
      case "reserved":
      case "lobby":
        return;
      case "fault":
        throw new Error(`fault: ${JSON.stringify(message.error)}`);
    }
    if (Object.hasOwn(EVENTS, message.type)) this.#event(message);
  }

  #event(event: RoomEvent): void {
    if (event.seq <= this.view.seq) return;
    // An event is missing, or overtook the answer that comes first: the connection is not to be trusted.
    if (!this.#joined || event.seq > this.view.seq + 1) return this.#wire?.cut();
    this.view.apply(event);
    if (event.type === "participant-left") this.#dropConsumers();
    if (event.type === "media-lost") {
      if (event.participantIds.includes(this.participantId ?? "")) this.#loseMedia();
      else this.#dropConsumers();
    }
    if (event.type === "producer-added" && event.replaces !== undefined) {
      this.publishing.replaced(event.replaces);
      this.consumers.delete(event.replaces);
    }
    // A stream that was lost may be back under its name: what is shown of it is said again, as whenever that changes.
    if (event.type === "producer-added") this.#sendWatch();
    if (event.type !== "producer-removed") return;
    this.consumers.delete(event.producerId);
    this.publishing.removed(event.producerId, event.by !== null);
  }

  #loseMedia(): void {
    this.mediaEpoch = 0;
    this.publishing.forget();
    this.consumers.clear();
  }

  /** Of producers that are no more. */
  #dropConsumers(): void {
    const known = new Set([...this.view.producers()].map(({ id }) => id));
    for (const producerId of this.consumers.keys())
      if (!known.has(producerId)) this.consumers.delete(producerId);
  }

  /** What the room has, it is sent in the new way beside the old. */
  #move(): void {
    this.publishing.move();
    if (this.#world.random.chance(0.8)) this.#send({ type: "moved", epoch: this.mediaEpoch });
  }

  #sendWatch(): void {
    const { shown, watching } = this;
    this.#send({ type: "watch", streams: watching.list(shown), maxBitrate: watching.maxBitrate });
  }

  #sendRead(): void {
    if (this.#readSeq > 0) this.#send({ type: "mark-read", seq: this.#readSeq });
  }

  #consumeMissing(): void {
    const others = [...this.view.producers()].filter(({ owner }) => owner !== this.participantId);
    const producerIds = others.map(({ id }) => id).filter((id) => !this.consumers.has(id));
    if (producerIds.length > 0 && this.mediaEpoch > 0)
      this.#request({ type: "consume", producerIds }, () => {});
  }

  #sendChat(messageId: string, text: string): void {
    this.#request({ type: "chat", messageId, text }, (reply) => {
      if (!("ok" in reply)) return;
      this.#unsent.delete(messageId);
      this.acknowledged.set(messageId, (reply.ok as { seq: number }).seq);
    });
  }

  /** Sends a request; one that is not answered in time means that the connection is dead. */
  #request(message: Body<ToRoom>, answered: Answered): void {
    const id = ++this.#requestIds;
    const wire = this.#wire;
    this.#requests.set(id, answered);
    this.#send({ ...message, id });
    this.#world.clock.after(8_000, () => {
      if (this.#requests.has(id) && this.#wire === wire) wire?.cut();
    });
  }

  #send(message: object): void {
    this.#wire?.send("edge", JSON.stringify([message]), isOrdered(message));
  }
}
