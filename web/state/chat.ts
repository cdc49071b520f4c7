import { computed, type ReadonlySignal } from "@preact/signals";
import type { Call } from "../call/call.ts";
import { randomUuid } from "../call/uuid.ts";
import { chatInRoom, store } from "./call-store.ts";
import { refused } from "./notices.ts";
import type { OutgoingMessage } from "./outgoing-chat.ts";
import { withHistory } from "./room-view.ts";
import type { Message, OlderChat } from "./types.ts";

/** The chat, oldest first, as far as it is known here. */
export const messages: ReadonlySignal<readonly Message[]> = chatInRoom;
/** How it stands with what was written before that. */
export const olderChat: ReadonlySignal<OlderChat> = computed(() =>
  store.view.value.chatIsWhole ? "none" : store.olderChat.value,
);

/** The call whose chat it is; null where there is none. */
let call: Call | null = null;

/** The chat is that of this call, as long as it lasts. Returns how to end it. */
export function followChat(current: Call): () => void {
  call = current;
  return () => {
    if (call === current) call = null;
  };
}

/** Sends a chat message. */
export function sendChat(text: string): Promise<void> {
  return deliver({ messageId: randomUuid(), text, at: Date.now(), state: "sending" });
}

/** Sends a chat message that failed once more, as the same message. */
export async function retryChat(messageId: string): Promise<void> {
  const failed = store.outgoing.value.find((message) => message.messageId === messageId);
  if (failed?.state === "failed") await deliver({ ...failed, state: "sending" });
}

async function deliver(message: OutgoingMessage): Promise<void> {
  const current = call;
  if (current === null) return;
  const others = () => store.outgoing.value.filter(({ messageId }) => messageId !== message.messageId);
  store.outgoing.value = [...others(), message];
  try {
    await current.chat.send(message.messageId, message.text);
    // It goes from here when the room's own copy of it is there, so that it is never missing in between.
  } catch (error) {
    if (call !== current) return;
    store.outgoing.value = [...others(), { ...message, state: "failed" }];
    refused(error, "Your message was not sent.");
  }
}

/** Loads some of what was written before the oldest message that is known here. */
export async function loadOlderChat(): Promise<void> {
  const current = call;
  const oldest = store.view.value.chat[0]?.seq;
  if (current === null || oldest === undefined || store.olderChat.value === "loading") return;
  if (store.view.value.chatIsWhole) return;
  store.olderChat.value = "loading";
  try {
    const { messages: older, more } = await current.chat.before(oldest);
    if (call !== current) return;
    // Another snapshot may have come meanwhile, whose chat begins elsewhere.
    if (store.view.value.chat[0]?.seq === oldest)
      store.view.value = withHistory(store.view.value, older, more);
    store.olderChat.value = "some";
  } catch {
    if (call === current) store.olderChat.value = "unreachable";
  }
}
