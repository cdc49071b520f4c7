import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Reply } from "../../../protocol/frame.ts";
import type { ToRoom } from "../../../protocol/room/to-room.ts";
import type { RoomObject } from "../../../worker/room/RoomObject.ts";
import type {} from "./env.ts";
import { Guest } from "./guest.ts";
import { joinMessage, Page } from "./page.ts";

/** Somebody at the door, and what their `join` is answered at last. */
interface Knock {
  readonly page: Page;
  readonly answer: Promise<Reply>;
  /** Whether anybody was there who may let them in. */
  readonly attended: boolean;
}

/** A room and the ways in: who made it is its owner. */
export class Room {
  readonly id: string;
  readonly slug: string;
  readonly owner: Guest;

  /** Makes a room, and opens its page once, so that its node is made ready. */
  static async open(settings: object = {}, owner = new Guest()): Promise<Room> {
    const { slug } = await owner.makeRoom({ settings });
    const { roomId } = await owner.session(slug);
    return new Room(roomId, slug, owner);
  }

  private constructor(id: string, slug: string, owner: Guest) {
    this.id = id;
    this.slug = slug;
    this.owner = owner;
  }

  /** Has so many in it, all of them away for a moment but who was there, one of whom the others are like. */
  async fill(participantId: string, count: number): Promise<void> {
    await this.storage(({ kv }) => {
      const like = kv.get<object>(`participant/${participantId}`);
      const { length } = [...kv.list({ prefix: "participant/" })];
      for (let filled = length; filled < count; filled += 1) {
        const id = crypto.randomUUID();
        kv.put(`participant/${id}`, { ...like, id, userId: id, socket: null, lostAt: Date.now() });
      }
    });
    await this.evict();
  }

  get object(): DurableObjectStub<RoomObject> {
    return env.ROOMS.get(env.ROOMS.idFromName(this.id));
  }

  /** Somebody opens the room's page and joins: a new person, unless `guest` is given. */
  async join(guest = new Guest(), with_: Partial<Extract<ToRoom, { type: "join" }>> = {}): Promise<Page> {
    const session = await guest.session(this.slug);
    const page = await Page.open(session.roomId, guest);
    await page.join(session, with_);
    return page;
  }

  /** Somebody opens the room's page and wants to join, and waits at the door. */
  async knock(guest = new Guest(), with_: Partial<Extract<ToRoom, { type: "join" }>> = {}): Promise<Knock> {
    const { token, roomId } = await guest.session(this.slug);
    const page = await Page.open(roomId, guest);
    const answer = page.decided({ ...joinMessage(token, with_) });
    const { attended } = await page.inbox.take("waiting");
    return { page, answer, attended };
  }

  /** As the platform does with a room that is idle: its memory goes, storage and sockets stay, unless they are closed. */
  async evict(webSockets: "hibernate" | "close" = "hibernate"): Promise<void> {
    await evictDurableObject(this.object, { webSockets });
  }

  /** As when its machine dies: whatever it does ends in the middle, and its sockets end with it. */
  async kill(): Promise<void> {
    const killed = runInDurableObject(this.object, (_room, state) => state.abort("killed by the test"));
    await killed.catch(() => {});
  }

  /** Lets time pass, as far as programs can see, and has the room do what is due. */
  async pass(milliseconds: number): Promise<void> {
    vi.setSystemTime(Date.now() + milliseconds);
    const ran = await runDurableObjectAlarm(this.object);
    // The platform was faster, and may not be done yet.
    if (!ran) await runInDurableObject(this.object, (room) => room.alarm());
  }

  /** Looks at, or changes, what the room's object has stored. */
  storage<T>(use: (storage: DurableObjectStorage) => T | Promise<T>): Promise<T> {
    return runInDurableObject(this.object, (_room, state) => use(state.storage));
  }

  /** The keys that the room's object has stored under a prefix. */
  keys(prefix: string): Promise<string[]> {
    return this.storage(({ kv }) => [...kv.list({ prefix })].map(([key]) => key));
  }
}
