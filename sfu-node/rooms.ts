import { setTimeout as delay } from "node:timers/promises";
import { PIPE_CHECK_MS } from "./media/pipe-silence.ts";
import type { RoomMedia } from "./media/room-media.ts";
import { RoomLink, type RoomLinkContext } from "./room-link.ts";

/** A room that moves away has so long before the next one begins to: one that waits for its people or for a node holds up no other. */
const NEXT_MOVE_MS = 1_000;

/** The rooms that this node serves. */
export class Rooms {
  readonly #context: RoomLinkContext;
  readonly #serving = new Map<string, RoomLink>();
  /** Also those that are closing, and those that were replaced by a later epoch. */
  readonly #open = new Set<RoomLink>();
  readonly #pipeChecks: NodeJS.Timeout;
  #whenEmpty = Promise.withResolvers<void>();
  #draining = false;

  constructor(context: RoomLinkContext) {
    this.#context = context;
    this.#pipeChecks = setInterval(() => {
      for (const room of this.#serving.values()) void room.checkPipes();
    }, PIPE_CHECK_MS);
  }

  get size(): number {
    return this.#serving.size;
  }

  /** The rooms with the most people on this node, and how many they are. */
  named(most: number): { roomId: string; people: number }[] {
    const rooms = [...this.#serving.values()].map(({ roomId, media }) => ({
      roomId,
      people: media?.counts().participants ?? 0,
    }));
    return rooms.sort((a, b) => b.people - a.people).slice(0, most);
  }

  /** The media of every room whose router is made. */
  media(): RoomMedia[] {
    return [...this.#serving.values()].flatMap((room) => room.media ?? []);
  }

  /** Serves a room in an epoch; a later epoch replaces an earlier one, and an earlier one is ignored. */
  serve(roomId: string, epoch: number): void {
    const serving = this.#serving.get(roomId);
    const known = serving?.isClosing ? undefined : serving;
    if (known !== undefined && epoch < known.epoch) return;
    if (known?.epoch === epoch) {
      known.hurry();
      return;
    }
    if (known !== undefined) {
      this.#context.log.info("room.superseded", { roomId, epoch: known.epoch, by: epoch });
      void known.close("superseded");
    }
    const room = new RoomLink(this.#context, roomId, epoch, () => this.#closed(room));
    this.#serving.set(roomId, room);
    this.#open.add(room);
    // The room waits for this node: told at once, it can ask for another one.
    if (this.#draining) room.leave("draining");
  }

  /** From now on new rooms are sent away, and those that are here move, one after the other; resolves when none is left. */
  async drain(): Promise<void> {
    this.#draining = true;
    this.#whenEmpty = Promise.withResolvers<void>();
    if (this.#open.size === 0) return;
    for (const room of [...this.#open]) {
      room.moveAway();
      await Promise.race([room.closed, delay(NEXT_MOVE_MS, undefined, { ref: false })]);
    }
    await this.#whenEmpty.promise;
  }

  /** Tells every room that this node ends, and resolves when all have been told or cannot be reached. */
  async leaveAll(): Promise<void> {
    clearInterval(this.#pipeChecks);
    for (const room of this.#open) room.leave("draining");
    await Promise.all([...this.#open].map((room) => room.close("draining")));
  }

  #closed(room: RoomLink): void {
    this.#open.delete(room);
    if (this.#serving.get(room.roomId) === room) this.#serving.delete(room.roomId);
    if (this.#open.size === 0) this.#whenEmpty.resolve();
  }
}
