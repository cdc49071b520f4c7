import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Role } from "../../protocol/room/participants.ts";
import type { ReadMark } from "../../protocol/room/reading.ts";
import type { Store } from "../store.ts";
import { chatTail, putMessage } from "./chat-storage.ts";
import {
  type Ban,
  EMPTY_ROOM,
  type Invite,
  type Participant,
  type Producer,
  type Reservation,
  type RoomNode,
  type RoomState,
  type Search,
  type Waiting,
  type Watch,
} from "./state.ts";

/**
 * How a room is kept in its object's storage, one value per thing, so that a step writes only what it changed:
 *   head                 meta, epoch, seq, emptySince, apart, route, writtenVersion, handedFrom
 *   node/<id>  search/<place>
 *   participant/<id>  producer/<id>  watch/<participantId>  waiting/<participantId>  reservation/<socket>
 *   role/<userId>  ban/<userId>  admitted/<userId>  invite/<code>  read/<authorId>
 * The chat is kept as `chat-storage.ts` says.
 */
const HEAD = [
  "meta",
  "epoch",
  "seq",
  "emptySince",
  "apart",
  "route",
  "writtenVersion",
  "handedFrom",
] as const satisfies (keyof RoomState)[];
type Head = Pick<RoomState, (typeof HEAD)[number]>;
type Change = { key: string; value: unknown } | { key: string; deleted: true };

/** The room as it was stored; an empty one where nothing was. */
export function load(store: Store): RoomState {
  return {
    ...EMPTY_ROOM,
    ...store.get<Head>("head"),
    nodes: entries<RoomNode>(store, "node/"),
    searches: entries<Search>(store, "search/"),
    participants: entries<Participant>(store, "participant/"),
    producers: entries<Producer>(store, "producer/"),
    watches: entries<Watch>(store, "watch/"),
    waiting: entries<Waiting>(store, "waiting/"),
    reservations: entries<Reservation>(store, "reservation/"),
    roles: entries<Role>(store, "role/"),
    bans: entries<Ban>(store, "ban/"),
    invites: entries<Invite>(store, "invite/"),
    admitted: entries<number>(store, "admitted/"),
    reads: entries<ReadMark>(store, "read/"),
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
  if (HEAD.some((key) => before[key] !== after[key])) {
    const head = Object.fromEntries(HEAD.map((key) => [key, after[key]])) as unknown as Head;
    yield { key: "head", value: head };
  }
  yield* mapChanges("node/", before.nodes, after.nodes);
  yield* mapChanges("search/", before.searches, after.searches);
  yield* mapChanges("participant/", before.participants, after.participants);
  yield* mapChanges("producer/", before.producers, after.producers);
  yield* mapChanges("watch/", before.watches, after.watches);
  yield* mapChanges("waiting/", before.waiting, after.waiting);
  yield* mapChanges("reservation/", before.reservations, after.reservations);
  yield* mapChanges("role/", before.roles, after.roles);
  yield* mapChanges("ban/", before.bans, after.bans);
  yield* mapChanges("invite/", before.invites, after.invites);
  yield* mapChanges("admitted/", before.admitted, after.admitted);
  yield* mapChanges("read/", before.reads, after.reads);
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
