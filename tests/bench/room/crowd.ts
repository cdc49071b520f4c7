import { randomUUID } from "node:crypto";
import { Client } from "./client.ts";
import type { Target } from "./target.ts";

/** How many rooms are filled, and how many come into each. */
export interface CrowdSize {
  readonly rooms: number;
  readonly perRoom: number;
  /** So many of them write, */
  readonly writers: number;
  /** each below the room's limit of chat at once. */
  readonly messagesEach: number;
}

/** Joins, and messages in one room, that are under way at once. */
const JOINS_AT_ONCE = 8;
const MESSAGES_AT_ONCE = 4;

/** People who come into rooms, chat there, and go. Nobody waits for a clock: the next one acts when one is done. */
export class Crowd {
  readonly #target: Target;
  readonly #size: CrowdSize;
  readonly #firstRoom: number;
  readonly #rooms: Client[][];
  /** By message: how many have still to get it, and who waits for that. */
  readonly #underWay = new Map<string, { missing: number; done: () => void }>();
  /** The media that the last join was answered with, as JSON text. */
  lastMedia = "";

  constructor(target: Target, size: CrowdSize, firstRoom: number) {
    this.#target = target;
    this.#size = size;
    this.#firstRoom = firstRoom;
    this.#rooms = Array.from({ length: size.rooms }, () => []);
  }

  get joins(): number {
    return this.#size.rooms * this.#size.perRoom;
  }

  get deliveries(): number {
    const { rooms, perRoom, writers, messagesEach } = this.#size;
    return rooms * writers * messagesEach * perRoom;
  }

  async prepare(): Promise<void> {
    for (const room of this.#rooms.keys()) await this.#target.prepare(this.#firstRoom + room);
  }

  /** Everybody comes in, one after the other into each room. */
  async join(): Promise<void> {
    const newcomers = Array.from({ length: this.joins }, (_, index) => index);
    await inParallel(JOINS_AT_ONCE, newcomers, (index) => this.#joinOne(index % this.#size.rooms, index));
  }

  /** Whoever writes says something as often as they may, and everybody hears all of it. */
  async chat(): Promise<void> {
    await Promise.all(
      this.#rooms.map((clients) => {
        const turns = Array.from({ length: this.#size.messagesEach }, () =>
          clients.slice(0, this.#size.writers),
        ).flat();
        return inParallel(MESSAGES_AT_ONCE, turns, (client) => this.#say(client, clients.length));
      }),
    );
  }

  async leave(): Promise<void> {
    await inParallel(JOINS_AT_ONCE, this.#rooms.flat(), (client) => client.leave());
    for (const clients of this.#rooms) clients.length = 0;
  }

  async #joinOne(room: number, index: number): Promise<void> {
    const number = this.#firstRoom + room;
    const item = await this.#target.joinItem(number, `Visitor ${index}`);
    const client = await Client.connect(this.#target.socketUrl(number), (id) => this.#delivered(id));
    const joined = await client.join(item);
    if (joined.media === null) throw new Error("a join was answered without media");
    this.lastMedia = JSON.stringify(joined.media);
    this.#rooms[room]?.push(client);
  }

  async #say(client: Client, listeners: number): Promise<void> {
    const messageId = randomUUID();
    const heard = Promise.withResolvers<void>();
    this.#underWay.set(messageId, { missing: listeners, done: heard.resolve });
    await Promise.all([client.chat(messageId), heard.promise]);
  }

  #delivered(messageId: string): void {
    const message = this.#underWay.get(messageId);
    if (!message) throw new Error("a message came once too often");
    message.missing -= 1;
    if (message.missing > 0) return;
    this.#underWay.delete(messageId);
    message.done();
  }
}

/** Does the work for every item, for so many at once. */
async function inParallel<T>(
  atOnce: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  // The workers share one iterator: each takes the next item when it is done with the one before.
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
