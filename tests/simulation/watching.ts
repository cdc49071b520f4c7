import { deepStrictEqual } from "node:assert";
import { FULL_SIZE, type WatchedStream } from "../../protocol/room/watching.ts";
import type { RoomState } from "../../worker/room/state.ts";
import { demandOf } from "../../worker/room/watching.ts";
import type { Random } from "./random.ts";

interface Size {
  width: number;
  height: number;
}

const ORDERED = new Set<unknown>(["watch", "demand", "set-peers", "pipe", "receive"]);

/** Lists and demands replace each other unnumbered: the last one counts, as the socket's order has it. So it is with peers. */
export function isOrdered(item: object): boolean {
  return "type" in item && ORDERED.has(item.type);
}

/** What a page shows of the others' pictures, and how large its own are wanted, as far as it was told. */
export class PageWatching {
  maxBitrate: number | null = null;
  readonly #wishes = new Map<string, WatchedStream>();
  readonly #demands = new Map<string, Size>();

  /** The person resizes, hides or pins something, or caps what comes in. */
  change(random: Random, producerIds: readonly string[]): void {
    const producerId = random.pick(producerIds);
    if (random.chance(0.2)) this.maxBitrate = random.pick([null, 500_000, 2_000_000]) ?? null;
    if (producerId === undefined) return;
    const size = random.pick([{ width: 0, height: 0 }, { width: 320, height: 180 }, FULL_SIZE]) ?? FULL_SIZE;
    const via = random.chance(0.2) ? "direct" : "node";
    this.#wishes.set(producerId, { producerId, ...size, priority: random.between(1, 255), via });
  }

  /** The list that says it, of what the page knows to be in the room. */
  list(producerIds: readonly string[]): WatchedStream[] {
    const wishes = producerIds.map((producerId) => this.#wishes.get(producerId));
    return wishes.filter((wish) => wish !== undefined);
  }

  hear(streams: readonly ({ producerId: string } & Size)[]): void {
    for (const { producerId, width, height } of streams) this.#demands.set(producerId, { width, height });
  }

  /** How large one of its own streams is wanted; in full until it hears otherwise. */
  demandFor(producerId: string): Size {
    return this.#demands.get(producerId) ?? FULL_SIZE;
  }
}

/** What the node was ordered to send: participant id to sizes by producer id. */
export type NodeWatching = ReadonlyMap<
  string,
  { sizes: ReadonlyMap<string, Size>; maxBitrate: number | null }
>;

/** After the storm, room, node and pages agree about who is sent what, and who is wanted how. */
export function checkWatching(
  state: RoomState,
  node: NodeWatching,
  pages: readonly { userId: string; participantId: string | null; shown: string[]; watching: PageWatching }[],
): void {
  for (const { userId, participantId, shown, watching } of pages) {
    const list = watching.list(shown);
    const known = state.watches.get(participantId ?? "");
    const current = new Set(shown);
    const kept = Object.entries(known?.streams ?? {}).filter(([producerId]) => current.has(producerId));
    const expected = new Map(list.map(({ producerId, ...wish }) => [producerId, wish]));
    deepStrictEqual(new Map(kept), expected, `what the room knows that ${userId} shows`);
    const ordered = node.get(participantId ?? "");
    for (const { producerId, width, height, via } of list) {
      const size = via === "direct" ? { width: 0, height: 0 } : { width, height };
      deepStrictEqual(ordered?.sizes.get(producerId), size, `what the node sends ${userId}`);
    }
    deepStrictEqual(ordered?.maxBitrate ?? null, watching.maxBitrate, `the cap of ${userId}`);
    for (const producer of state.producers.values()) {
      if (producer.participantId !== participantId || producer.source === "microphone") continue;
      deepStrictEqual(watching.demandFor(producer.id), demandOf(state, producer), `how ${userId} is wanted`);
    }
  }
}
