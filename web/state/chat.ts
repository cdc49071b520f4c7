import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { ChatFound } from "../../protocol/api.ts";
import type { Reaction } from "../../protocol/room/chat.ts";
import type { ChatFile } from "../../protocol/room/files.ts";
import { may } from "../../protocol/room/permissions.ts";
import type { Call } from "../call/call.ts";
import { randomUuid } from "../call/uuid.ts";
import { t } from "../language/translate.ts";
import { chatInRoom, peopleInRoom, rulesInRoom, selfInRoom, store } from "./call-store.ts";
import { refused } from "./notices.ts";
import type { OutgoingMessage } from "./outgoing-chat.ts";
import { account } from "./remembered-account.ts";
import { withHistory } from "./room-view.ts";
import type { Message, OlderChat, Quoted } from "./types.ts";

/** The chat, oldest first, as far as it is known here. */
export const messages: ReadonlySignal<readonly Message[]> = chatInRoom;
/** How it stands with what was written before that. */
export const olderChat: ReadonlySignal<OlderChat> = computed(() =>
  store.view.value.chatIsWhole ? "none" : store.olderChat.value,
);

/** Names have no line breaks. As one text they are the same signal for as long as nobody comes, goes or changes theirs. */
const namesInRoom = computed(() => peopleInRoom.value.map(({ name }) => name).join("\n"));
const ownName = computed(() => selfInRoom.value?.name ?? "");
/** Who can be mentioned. */
export const mentionable = computed(() => {
  const { handle } = account.value ?? {};
  const selves = handle === undefined ? [ownName.value] : [ownName.value, handle];
  return { names: [...namesInRoom.value.split("\n"), ...selves], selves };
});

/** What is being written: something new, an answer, or one's own message anew. */
export type Draft =
  | { readonly kind: "new" }
  | { readonly kind: "reply"; readonly to: Message }
  | { readonly kind: "edit"; readonly message: Message };
export const draft = signal<Draft>({ kind: "new" });

/** The call whose chat it is; null where there is none. */
let call: Call | null = null;

/** The chat is that of this call, as long as it lasts. Returns how to end it. */
export function followChat(current: Call): () => void {
  call = current;
  draft.value = { kind: "new" };
  return () => {
    if (call === current) call = null;
  };
}

/** What is found in the chat of all times; null where that cannot be reached now. */
export async function searchChat(words: string, before: number | null): Promise<ChatFound | null> {
  try {
    return (await call?.chat.search(words, before)) ?? null;
  } catch {
    return null;
  }
}

/** Sends a chat message, which may answer another one. */
export function sendChat(text: string, files: readonly ChatFile[], replyTo: Quoted | null): Promise<void> {
  return deliver({ messageId: randomUuid(), text, files, at: Date.now(), state: "sending", replyTo });
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
    const { messageId, text, files, replyTo } = message;
    await current.chat.send(messageId, text, { replyTo: replyTo?.messageId, files });
    // It goes from here when the room's own copy of it is there, so that it is never missing in between.
  } catch (error) {
    if (call !== current) return;
    store.outgoing.value = [...others(), { ...message, state: "failed" }];
    refused(error, t("Your message was not sent."));
  }
}

/** Changes what one's own message says; whether it is done. */
export const editChat = ({ messageId, revision }: Message, text: string): Promise<boolean> =>
  done((chat) => chat.edit(messageId, revision + 1, text), t("Your message was not changed."));

/** Takes a message away; whether it is done. */
export const deleteChat = ({ messageId }: Message): Promise<boolean> =>
  done((chat) => chat.delete(messageId), t("The message was not deleted."));

/** Reacts to a message, or takes that back; whether it is done. */
export function reactToChat({ messageId, reactions }: Message, reaction: Reaction): Promise<boolean> {
  const on = !reactions.some((given) => given.reaction === reaction && given.isOwn);
  return done((chat) => chat.react(messageId, reaction, on), t("Your reaction did not get through."));
}

/** Whether one may delete a message. */
export function mayDelete({ isOwn }: Message): boolean {
  const role = selfInRoom.value?.role;
  return isOwn || (role !== undefined && may(role, "delete-messages", rulesInRoom.value));
}

async function done(ask: (chat: Call["chat"]) => Promise<void>, lost: string): Promise<boolean> {
  const current = call;
  if (current === null) return false;
  try {
    await ask(current.chat);
    return true;
  } catch (error) {
    if (call === current) refused(error, lost);
    return false;
  }
}

/** So many pages are loaded for one message at most. */
const PAGES_FOR_ONE = 40;

/** Loads what was written before until a message is there; whether it is. */
export async function loadChatUntil(messageId: string): Promise<boolean> {
  for (let page = 0; page <= PAGES_FOR_ONE; page++) {
    if (store.view.value.chat.some((message) => message.messageId === messageId)) return true;
    if (olderChat.value !== "some" && page > 0) return false;
    await loadOlderChat();
  }
  return false;
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
