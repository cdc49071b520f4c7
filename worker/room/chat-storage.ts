import { LIMITS } from "../../protocol/limits.ts";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Store } from "../store.ts";
import type { StoredChat } from "./chat.ts";

/**
 * How a room's chat is kept in its object's storage:
 *   chat/<seq>           a message; its seq has 16 digits, so that keys sort as numbers do
 *   message/<messageId>  where that message is, so that it is stored once
 *   outbox/<seq>         a message that Postgres does not have yet
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

/** Stores a message, and has it sent to Postgres. */
export function putMessage(store: Store, message: ChatMessage): void {
  const { seq, messageId, at } = message;
  store.put(CHAT + digits(seq), message);
  store.put(OUTBOX + digits(seq), message);
  store.put(messageKey(messageId), { seq, at } satisfies StoredChat);
}

/** Where a message was stored, if it was. */
export function storedChat(store: Store, messageId: string): StoredChat | null {
  return store.get<StoredChat>(messageKey(messageId)) ?? null;
}

/** The oldest messages that Postgres does not have yet. */
export function outbox(store: Store, limit: number): ChatMessage[] {
  return Array.from(store.list<ChatMessage>({ prefix: OUTBOX, limit }), ([, message]) => message);
}

/** A message is known by its id for so many events more, so that one that is sent again is still stored once. */
const REMEMBERED_EVENTS = 2_000;

/** Postgres has these: they leave the outbox, and what is older than the tail leaves the room after a while, too. */
export function flushed(store: Store, messages: readonly ChatMessage[]): void {
  for (const { seq } of messages) store.delete(OUTBOX + digits(seq));
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
