import * as v from "valibot";
import { parseFrame } from "../../protocol/frame.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { REPORTS } from "../../protocol/node/reports.ts";
import type { Position } from "../../protocol/position.ts";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import { roomSettingsSchema } from "../../protocol/room/settings.ts";
import { TO_ROOM, type ToRoom } from "../../protocol/room/to-room.ts";
import { messagesNamedBy } from "../../worker/room/chat.ts";
import { flushed, namedMessages, outbox } from "../../worker/room/chat-storage.ts";
import { namedFiles } from "../../worker/room/file-storage.ts";
import { filesNamedBy } from "../../worker/room/files.ts";
import { isEntry } from "../../worker/room/grants.ts";
import { nextAlarm, type RoomInput, step } from "../../worker/room/room.ts";
import { type Effect, EMPTY_ROOM, type RoomMeta, type RoomState } from "../../worker/room/state.ts";
import { load, save } from "../../worker/room/storage.ts";
import { MemoryStore } from "./memory-store.ts";
import type { NodeModel } from "./node.ts";
import { isOrdered } from "./watching.ts";
import { Wire } from "./wire.ts";
import type { World } from "./world.ts";

/** Thrown where the object dies; what it had not done yet is never done. */
class Crash extends Error {}

type Link = { wire: Wire } & (
  | { kind: "page"; userId: string; participantId: string | null }
  | { kind: "node"; node: NodeModel }
);

const META: RoomMeta = {
  id: "room",
  slug: "room",
  title: "Room",
  ownerId: "user-0",
  settings: v.parse(roomSettingsSchema, {}),
  password: null,
  version: 0,
};
const ANY_SIZE = { chars: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY };

/** Half of the people are in the north, where one node is, and half in the south, where the other one is. */
function positionOf(userId: string): Position {
  return { latitude: Number(userId.at(-1)) % 2 === 0 ? 50 : -30, longitude: 20 };
}

/** What the room's object is to the room, on simulated time and storage: it can crash between any two effects. */
export class EdgeModel {
  readonly store = new MemoryStore();
  state: RoomState = EMPTY_ROOM;
  /** Messages in Postgres, by their sequence number. */
  readonly database = new Map<number, ChatMessage>();
  readonly #world: World;
  readonly #links = new Map<string, Link>();
  #sockets = 0;
  #alarm = 0;

  constructor(world: World) {
    this.#world = world;
  }

  get openSockets(): ReadonlySet<string> {
    return new Set(this.#links.keys());
  }

  prepare(): void {
    this.#run(() => this.#take({ type: "prepare", meta: META, chat: [], position: null, now: this.#now }));
  }

  /** A page opens a socket. */
  acceptPage(userId: string, peer: { receive(frame: string): void; closed(reason: string): void }): Wire {
    return this.#accept((wire) => ({ wire, kind: "page", userId, participantId: null }), peer);
  }

  /** A node dials. */
  acceptNode(node: NodeModel, peer: { receive(frame: string): void; closed(reason: string): void }): Wire {
    return this.#accept((wire) => ({ wire, kind: "node", node }), peer);
  }

  /** The object is evicted while it sleeps: its sockets stay. */
  hibernate(): void {
    this.state = load(this.store);
  }

  /** Moves chat to the database; it may fail before or after the database has it. */
  flushOutbox(fails: "never" | "before" | "after"): void {
    const batch = outbox(this.store, 50);
    if (fails === "before") return;
    for (const message of batch) {
      const known = this.database.get(message.seq)?.version ?? 0;
      if (known < message.version) this.database.set(message.seq, message);
    }
    if (fails === "never") flushed(this.store, batch);
  }

  #accept(
    make: (wire: Wire) => Link,
    peer: { receive(frame: string): void; closed(reason: string): void },
  ): Wire {
    const socket = `socket-${++this.#sockets}`;
    const edge = {
      receive: (frame: string) => this.#run(() => this.#receive(socket, frame)),
      closed: () => {
        if (this.#links.has(socket)) this.#run(() => this.#closed(socket));
      },
    };
    const wire = new Wire(socket, this.#world, { edge, peer });
    this.#links.set(socket, make(wire));
    return wire;
  }

  #receive(socket: string, frame: string): void {
    const link = this.#links.get(socket);
    if (link?.kind === "node") {
      for (const item of parseFrame(REPORTS, frame, ANY_SIZE)) {
        if (!("message" in item)) throw new Error(`the node sent ${frame}`);
        this.#take({
          type: "node-report",
          socket,
          nodeId: link.node.id,
          report: item.message,
          now: this.#now,
        });
      }
    } else if (link) {
      for (const item of parseFrame(TO_ROOM, frame, {
        chars: LIMITS.clientFrameChars,
        items: LIMITS.itemsPerFrame,
      })) {
        if (!("message" in item)) throw new Error(`the page sent ${frame}: ${JSON.stringify(item)}`);
        this.#hear(socket, link, item.message);
      }
    }
  }

  #hear(socket: string, link: Extract<Link, { kind: "page" }>, message: ToRoom): void {
    const now = this.#now;
    if (isEntry(message)) {
      if (link.participantId !== null) return;
      const { random } = this.#world;
      const ids = { participantId: random.uuid(), resumeKey: random.uuid() };
      const newcomer = {
        socket,
        userId: link.userId,
        authorId: `author-${link.userId}`,
        isGuest: true,
        address: null,
        passwordId: null,
        invite: null,
        picture: null,
        position: positionOf(link.userId),
        ...ids,
      } as const;
      if (message.type === "resume") this.#take({ type: "resume", socket, message, now });
      else if (message.type === "join") this.#take({ type: "join", newcomer, message, now });
      else this.#take({ type: "reserve", newcomer, message, now });
      return;
    }
    if (link.participantId === null) return;
    const named = namedMessages(this.store, messagesNamedBy(message));
    const files = namedFiles(this.store, filesNamedBy(message));
    this.#take({ type: "message", socket, participantId: link.participantId, message, named, files, now });
  }

  #closed(socket: string): void {
    const link = this.#links.get(socket);
    if (!link) return;
    this.#links.delete(socket);
    this.#take({ type: link.kind === "page" ? "socket-closed" : "node-link-closed", socket, now: this.#now });
  }

  #take(input: RoomInput): void {
    const before = this.state;
    const { state, effects, written } = step(before, input);
    this.#world.checkStep(before, input, { state, effects, written });
    this.#maybeCrash();
    save(this.store, before, state, written);
    this.state = state;
    for (const effect of effects) {
      this.#maybeCrash();
      this.#perform(effect);
    }
    this.#schedule();
  }

  #perform(effect: Effect): void {
    const { clock, random } = this.#world;
    switch (effect.type) {
      case "send":
        return this.#send(effect.socket, effect.item);
      case "broadcast":
        for (const socket of effect.sockets) this.#send(socket, effect.item);
        return;
      case "order":
        return this.#send(effect.socket, effect.order);
      case "seat": {
        const link = this.#links.get(effect.socket);
        if (link?.kind === "page") link.participantId = effect.participantId;
        return;
      }
      case "close":
        return this.#links.get(effect.socket)?.wire.close("edge", effect.reason);
      case "request-node":
        clock.after(random.between(1, 80), () => {
          const { place, epoch } = effect;
          const node = this.#world.selectNode(effect);
          this.#run(() => this.#take({ type: "node-chosen", place, epoch, node, now: this.#now }));
        });
        return;
      case "serve":
        clock.after(random.between(1, 80), () => {
          const { epoch, node } = effect;
          if (this.#world.serve(node.id, epoch)) return;
          this.#run(() => this.#take({ type: "node-missing", nodeId: node.id, epoch, now: this.#now }));
        });
    }
  }

  #send(socket: string, item: object): void {
    this.#links.get(socket)?.wire.send("peer", JSON.stringify([item]), isOrdered(item));
  }

  #maybeCrash(): void {
    if (this.#world.random.chance(this.#world.chaos.crash)) throw new Crash();
  }

  /** Runs one event of the object; where it crashes, every socket is cut and the room is loaded from storage. */
  #run(event: () => void): void {
    try {
      event();
      this.#world.checkState();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      const wires = [...this.#links.values()].map(({ wire }) => wire);
      this.#links.clear();
      this.state = load(this.store);
      for (const wire of wires) wire.cut();
      this.#run(() => this.#missSockets());
    }
  }

  #missSockets(): void {
    const sockets = [...this.state.participants.values()].map(({ socket }) => socket);
    for (const socket of [...sockets, ...this.state.reservations.keys()]) {
      if (socket !== null && !this.#links.has(socket))
        this.#take({ type: "socket-closed", socket, now: this.#now });
    }
    for (const { socket } of this.state.nodes.values()) {
      if (socket !== null && !this.#links.has(socket))
        this.#take({ type: "node-link-closed", socket, now: this.#now });
    }
    this.#schedule();
  }

  #schedule(): void {
    const at = nextAlarm(this.state);
    const alarm = ++this.#alarm;
    if (at === null) return;
    this.#world.clock.after(Math.max(0, at - this.#now), () => {
      if (alarm === this.#alarm) this.#run(() => this.#take({ type: "alarm", now: this.#now }));
    });
  }

  get #now(): number {
    return this.#world.clock.now;
  }
}
