import { LIMITS } from "../../protocol/limits.ts";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Store } from "../store.ts";
import type { NamedMessages } from "./chat.ts";
import { filesDropped, filesSent } from "./file-storage.ts";

/**
 * How a room's chat is kept in its object's storage:
 *   chat/<seq>           a message; its seq has 16 digits, so that keys sort as numbers do
 *   message/<messageId>  the seq of that message, so that it is stored once and found again
 *   outbox/<seq>         a message that Postgres does not have yet as it is now
 */
const CHAT = "chat/";
const OUTBOX = "outbox/";

const digits = (seq: number) => String(seq).padStart(16, "0");
const messageKey = (messageId: string) => `message/${messageId}`;

/** The newest messages, oldest first. */
export function chatTail(store: Store): ChatMessage[] {
  return keptBefore(store, Number.MAX_SAFE_INTEGER, LIMITS.chatTail);
}

/** The newest messages before a place in the room's order, oldest first, as far as the room still keeps them. */
export function keptBefore(store: Store, before: number, limit: number): ChatMessage[] {
  const newestFirst = store.list<ChatMessage>({
    prefix: CHAT,
    end: CHAT + digits(before),
    reverse: true,
    limit,
  });
  return Array.from(newestFirst, ([, message]) => message).reverse();
}

/** Stores a message as it is now, and has that sent to Postgres. */
export function putMessage(store: Store, message: ChatMessage): void {
  const { seq, messageId, files, deleted } = message;
  if (deleted) filesDropped(store, store.get<ChatMessage>(CHAT + digits(seq))?.files ?? []);
  else filesSent(store, files);
  store.put(CHAT + digits(seq), message);
  store.put(OUTBOX + digits(seq), message);
  store.put(messageKey(messageId), seq);
}

/** The messages with these ids, as far as the room still keeps them. */
export function namedMessages(store: Store, ids: readonly string[]): NamedMessages {
  const named: Record<string, ChatMessage> = {};
  for (const id of ids) {
    const seq = store.get<number>(messageKey(id));
    const message = seq === undefined ? undefined : store.get<ChatMessage>(CHAT + digits(seq));
    if (message) named[id] = message;
  }
  return named;
}

/** Messages that Postgres does not have yet as they are now, in the order in which they were sent. */
export function outbox(store: Store, limit: number): ChatMessage[] {
  return Array.from(store.list<ChatMessage>({ prefix: OUTBOX, limit }), ([, message]) => message);
}

/** Of the messages at these places, those that Postgres does not have yet as they are now. */
export function waitingAt(store: Store, seqs: readonly number[]): ChatMessage[] {
  return seqs.flatMap((seq) => store.get<ChatMessage>(OUTBOX + digits(seq)) ?? []);
}

/** A message is known for so many events more, so that one that is sent again is stored once, and may be changed. */
const REMEMBERED_EVENTS = 2_000;

/** Postgres has these: they leave the outbox unless they were changed meanwhile, and what is older than the tail leaves the room after a while, too. */
export function flushed(store: Store, messages: readonly ChatMessage[]): void {
  for (const { seq, version } of messages) {
    const key = OUTBOX + digits(seq);
    if (store.get<ChatMessage>(key)?.version === version) store.delete(key);
  }
  const tail = chatTail(store);
  const kept = Math.min(tail[0]?.seq ?? 0, (tail.at(-1)?.seq ?? 0) - REMEMBERED_EVENTS);
  for (const [key, { seq, messageId }] of [
    ...store.list<ChatMessage>({ prefix: CHAT, limit: 2 * messages.length }),
  ]) {
    if (seq >= kept || store.get(OUTBOX + digits(seq)) !== undefined) break;
    store.delete(key);
    store.delete(messageKey(messageId));
  }
}
