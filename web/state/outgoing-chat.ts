import { type ChatMessage, REACTIONS, type Reaction } from "../../protocol/room/chat.ts";
import type { ChatFile } from "../../protocol/room/files.ts";
import type { OpenedChat } from "../call/encryption/opened-chat.ts";
import { t } from "../language/translate.ts";
import type { GivenReaction, Message, Quoted } from "./types.ts";

/** A message of one's own that the room has not stored yet. */
export interface OutgoingMessage {
  readonly messageId: string;
  readonly text: string;
  readonly files: readonly ChatFile[];
  readonly at: number;
  readonly state: "sending" | "failed";
  readonly replyTo: Quoted | null;
}

/** Who one is, as the author of messages. */
interface Author {
  readonly participantId: string;
  readonly authorId: string;
  readonly name: string;
}

const UNREADABLE = t("This message cannot be decrypted.");

/** A chat whose texts are encrypted, as far as they have been opened. */
export function openedChat(chat: readonly ChatMessage[], { texts, reactions }: OpenedChat): ChatMessage[] {
  return chat.flatMap((message) => {
    if (message.deleted) return [message];
    const opened = texts.get(message.messageId);
    if (opened === undefined) return [];
    const named = message.reactions.flatMap(({ reaction: tag, by }) => {
      const reaction = reactions.get(tag);
      return reaction === undefined ? [] : [{ reaction, by }];
    });
    return [{ ...message, text: opened.text ?? UNREADABLE, reactions: named }];
  });
}

/** The chat as the page shows it: what is stored, then what is on its way. */
export function messagesOf(
  stored: readonly ChatMessage[],
  outgoing: readonly OutgoingMessage[],
  self: Author,
): Message[] {
  const known = new Set(stored.map(({ messageId }) => messageId));
  return [
    ...stored.map((message) => storedMessage(message, self)),
    ...outgoing
      .filter(({ messageId }) => !known.has(messageId))
      .map((message) => outgoingMessage(message, self)),
  ];
}

/** The same object for the same message and author: what did not change need not be drawn again. */
const shown = new WeakMap<ChatMessage, { authorId: string; message: Message }>();

function storedMessage(chat: ChatMessage, { authorId }: Author): Message {
  const before = shown.get(chat);
  if (before?.authorId === authorId) return before.message;
  const { messageId, seq, participantId, name, text, files, at, revision, deleted, replyTo } = chat;
  const message: Message = {
    messageId,
    seq,
    participantId,
    name,
    text,
    files,
    at,
    revision,
    deleted,
    replyTo,
    isOwn: chat.authorId === authorId,
    state: "stored",
    reactions: chat.reactions.flatMap((given) => shownReaction(given, authorId)),
  };
  shown.set(chat, { authorId, message });
  return message;
}

function shownReaction(
  { reaction, by }: ChatMessage["reactions"][number],
  authorId: string,
): GivenReaction[] {
  if (!isReaction(reaction)) return [];
  const isOwn = by.some((person) => person.authorId === authorId);
  return [{ reaction, names: by.map(({ name }) => name), isOwn }];
}

function isReaction(text: string): text is Reaction {
  return REACTIONS.some((reaction) => reaction === text);
}

function outgoingMessage(message: OutgoingMessage, { participantId, name }: Author): Message {
  return {
    ...message,
    seq: null,
    participantId,
    name,
    isOwn: true,
    revision: 0,
    deleted: false,
    reactions: [],
  };
}
