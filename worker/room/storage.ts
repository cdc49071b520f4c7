import { LIMITS } from "../../protocol/limits.ts";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Role } from "../../protocol/room/participants.ts";
import type { Store } from "../store.ts";
import type { StoredChat } from "./chat.ts";
import { EMPTY_ROOM, type Participant, type Producer, type RoomState, type Watch } from "./state.ts";

/**
 * How a room is kept in its object's storage, one value per thing, so that a step writes only what it changed:
 *   head                 meta, epoch, seq, placement, emptySince, route
 *   participant/<id>  producer/<id>  watch/<participantId>  role/<userId>
 *   chat/<seq>           a message; its seq has 16 digits, so that keys sort as numbers do
 *   message/<messageId>  where that message is, so that it is stored once
 *   outbox/<seq>         a message that Postgres does not have yet
 */
type Head = Pick<RoomState, "meta" | "epoch" | "seq" | "placement" | "emptySince" | "route">;
type Change = { key: string; value: unknown } | { key: string; deleted: true };

const chatKey = (seq: number) => `chat/${String(seq).padStart(16, "0")}`;
const outboxKey = (seq: number) => `outbox/${String(seq).padStart(16, "0")}`;

/** The room as it was stored; an empty one where nothing was. */
export function load(store: Store): RoomState {
  const chat = [...store.list<ChatMessage>({ prefix: "chat/", reverse: true, limit: LIMITS.chatTail })];
  return {
    ...EMPTY_ROOM,
    ...store.get<Head>("head"),
    participants: entries<Participant>(store, "participant/"),
    producers: entries<Producer>(store, "producer/"),
    watches: entries<Watch>(store, "watch/"),
    roles: entries<Role>(store, "role/"),
    chat: chat.map(([, message]) => message).reverse(),
  };
}

/** Stores what a step changed. Call it within one transaction. */
export function save(store: Store, before: RoomState, after: RoomState): void {
  for (const change of changes(before, after)) {
    if ("deleted" in change) store.delete(change.key);
    else store.put(change.key, change.value);
  }
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
  const known = before.chat.at(-1)?.seq ?? 0;
  for (const message of after.chat) {
    if (message.seq <= known) continue;
    yield { key: chatKey(message.seq), value: message };
    yield { key: outboxKey(message.seq), value: message };
    yield {
      key: `message/${message.messageId}`,
      value: { seq: message.seq, at: message.at } satisfies StoredChat,
    };
  }
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

/** Where a message was stored, if it was. */
export function storedChat(store: Store, messageId: string): StoredChat | null {
  return store.get<StoredChat>(`message/${messageId}`) ?? null;
}

/** The oldest messages that Postgres does not have yet. */
export function outbox(store: Store, limit: number): ChatMessage[] {
  return [...store.list<ChatMessage>({ prefix: "outbox/", limit })].map(([, message]) => message);
}

/** A message is known by its id for so many events more, so that one that is sent again is still stored once. */
const REMEMBERED_EVENTS = 2_000;

/** Postgres has these: they leave the outbox, and what is older than the tail leaves the room after a while, too. */
export function flushed(store: Store, messages: readonly ChatMessage[]): void {
  for (const { seq } of messages) store.delete(outboxKey(seq));
  const tail = [...store.list<ChatMessage>({ prefix: "chat/", reverse: true, limit: LIMITS.chatTail })];
  const newest = tail[0]?.[1].seq ?? 0;
  const kept = Math.min(tail.at(-1)?.[1].seq ?? 0, newest - REMEMBERED_EVENTS);
  for (const [key, { seq, messageId }] of [
    ...store.list<ChatMessage>({ prefix: "chat/", limit: 2 * messages.length }),
  ]) {
    if (seq >= kept || store.get(outboxKey(seq)) !== undefined) break;
    store.delete(key);
    store.delete(`message/${messageId}`);
  }
}
