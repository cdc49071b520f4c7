import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Role } from "../../protocol/room/participants.ts";
import type { Store } from "../store.ts";
import { chatTail, putMessage } from "./chat-storage.ts";
import { EMPTY_ROOM, type Participant, type Producer, type RoomState, type Watch } from "./state.ts";

/**
 * How a room is kept in its object's storage, one value per thing, so that a step writes only what it changed:
 *   head                 meta, epoch, seq, placement, emptySince, route
 *   participant/<id>  producer/<id>  watch/<participantId>  role/<userId>
 * The chat is kept as `chat-storage.ts` says.
 */
type Head = Pick<RoomState, "meta" | "epoch" | "seq" | "placement" | "emptySince" | "route">;
type Change = { key: string; value: unknown } | { key: string; deleted: true };

/** The room as it was stored; an empty one where nothing was. */
export function load(store: Store): RoomState {
  return {
    ...EMPTY_ROOM,
    ...store.get<Head>("head"),
    participants: entries<Participant>(store, "participant/"),
    producers: entries<Producer>(store, "producer/"),
    watches: entries<Watch>(store, "watch/"),
    roles: entries<Role>(store, "role/"),
    chat: chatTail(store),
  };
}

/** Stores what a step changed and wrote. Call it within one transaction. */
export function save(
  store: Store,
  before: RoomState,
  after: RoomState,
  written: readonly ChatMessage[],
): void {
  for (const change of changes(before, after)) {
    if ("deleted" in change) store.delete(change.key);
    else store.put(change.key, change.value);
  }
  for (const message of written) putMessage(store, message);
}

function* changes(before: RoomState, after: RoomState): Iterable<Change> {
  const { meta, epoch, seq, placement, emptySince, route } = after;
  const head: Head = { meta, epoch, seq, placement, emptySince, route };
  if ((Object.keys(head) as (keyof Head)[]).some((key) => before[key] !== after[key]))
    yield { key: "head", value: head };
  yield* mapChanges("participant/", before.participants, after.participants);
  yield* mapChanges("producer/", before.producers, after.producers);
  yield* mapChanges("watch/", before.watches, after.watches);
  yield* mapChanges("role/", before.roles, after.roles);
}

function* mapChanges<V>(
  prefix: string,
  before: ReadonlyMap<string, V>,
  after: ReadonlyMap<string, V>,
): Iterable<Change> {
  if (before === after) return;
  for (const [id, value] of after) if (before.get(id) !== value) yield { key: prefix + id, value };
  for (const id of before.keys()) if (!after.has(id)) yield { key: prefix + id, deleted: true };
}

function entries<V>(store: Store, prefix: string): ReadonlyMap<string, V> {
  return new Map([...store.list<V>({ prefix })].map(([key, value]) => [key.slice(prefix.length), value]));
}
