import { computed, type ReadonlySignal } from "@preact/signals";
import { LIMITS } from "../../protocol/limits.ts";
import type { Call } from "../call/call.ts";
import { chatInRoom, store } from "./call-store.ts";
import { newestSeq, seenBy, unreadCount } from "./read-marks.ts";

/** How many messages of others one has not read. */
export const unread: ReadonlySignal<number> = computed(() =>
  unreadCount(chatInRoom.value, store.readSeq.value),
);

/** Who has read the newest message of one's own; where many are in the room, that is not told. */
export const seen = computed(() =>
  store.view.value.participants.length > LIMITS.readersTold
    ? null
    : seenBy(chatInRoom.value, store.reads.value, store.authorId.value),
);

let call: Call | null = null;

/** Where one has read up to, in the room's order. */
export const readPlace: ReadonlySignal<number> = store.readSeq;

/** One sees the newest message, and so has read them all. */
export function readAll(): void {
  const seq = newestSeq(chatInRoom.peek());
  if (call === null || seq <= store.readSeq.peek()) return;
  store.readSeq.value = seq;
  call.readUpTo(seq);
}

/** Goes along with a call as long as it lasts. Returns how to end that. */
export function followReading(followed: Call): () => void {
  call = followed;
  return () => {
    if (call === followed) call = null;
  };
}
