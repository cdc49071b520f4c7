import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Message } from "./types.ts";

/** A message of one's own that the room has not stored yet. */
export interface OutgoingMessage {
  readonly messageId: string;
  readonly text: string;
  readonly at: number;
  readonly state: "sending" | "failed";
}

const UNREADABLE = "This message cannot be decrypted.";

/** A chat whose texts are encrypted, as far as they have been opened. */
export function openedChat(
  chat: readonly ChatMessage[],
  texts: ReadonlyMap<string, string | null>,
): ChatMessage[] {
  return chat.flatMap((message) => {
    const text = texts.get(message.messageId);
    return text === undefined ? [] : [{ ...message, text: text ?? UNREADABLE }];
  });
}

/** The chat as the page shows it: what is stored, then what is on its way. */
export function messagesOf(
  stored: readonly ChatMessage[],
  outgoing: readonly OutgoingMessage[],
  self: { readonly id: string; readonly name: string } | null,
): Message[] {
  const known = new Set(stored.map(({ messageId }) => messageId));
  return [
    ...stored.map(({ messageId, participantId, name, text, at }): Message => {
      return { messageId, participantId, name, text, at, state: "stored" };
    }),
    ...outgoing
      .filter(({ messageId }) => !known.has(messageId))
      .map((message): Message => ({ ...message, participantId: self?.id ?? "", name: self?.name ?? "" })),
  ];
}
