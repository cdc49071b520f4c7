import { LIMITS } from "../../../protocol/limits.ts";
import { type ChatMessage, REACTIONS, type Reaction } from "../../../protocol/room/chat.ts";
import type { ToPage } from "../../../protocol/room/to-page.ts";
import { cleanText } from "../../../protocol/text.ts";
import { openText, reactionTag } from "./chat-seal.ts";
import type { RoomKeys } from "./room-keys.ts";

/** A message's text, as of a revision; null where it cannot be decrypted. */
interface OpenedText {
  readonly revision: number;
  readonly text: string | null;
}

/** What of an encrypted chat has been opened. */
export interface OpenedChat {
  /** By message. */
  readonly texts: ReadonlyMap<string, OpenedText>;
  /** By their tags. */
  readonly reactions: ReadonlyMap<string, Reaction>;
}

type Sealed = Pick<ChatMessage, "messageId" | "revision" | "text" | "deleted">;

/** Opens an encrypted chat as it comes. */
export class ChatOpener {
  readonly #keys: RoomKeys;
  readonly #changed: (chat: OpenedChat) => void;
  #texts: OpenedChat["texts"] = new Map();
  #reactions: OpenedChat["reactions"] = new Map();
  /** Messages whose reactions can be told from their tags. */
  readonly #tagged = new Set<string>();

  constructor(keys: RoomKeys, changed: (chat: OpenedChat) => void) {
    this.#keys = keys;
    this.#changed = changed;
  }

  /** Follows a message of the room. */
  handleMessage(message: ToPage): void {
    switch (message.type) {
      case "snapshot":
        return void this.open(message.chat);
      case "chat-message":
        return void this.open([message]);
      case "chat-edited":
        return void this.#openTexts([{ ...message, deleted: false }]);
      case "chat-reacted":
        return void this.#nameTags([message.messageId]);
      default:
    }
  }

  /** Opens messages with their reactions. */
  async open(messages: readonly ChatMessage[]): Promise<void> {
    const reacted = messages.filter(({ reactions }) => reactions.length > 0);
    await Promise.all([this.#openTexts(messages), this.#nameTags(reacted.map(({ messageId }) => messageId))]);
  }

  async #openTexts(messages: readonly Sealed[]): Promise<void> {
    const opened = await Promise.all(
      messages
        .filter(({ deleted }) => !deleted)
        .map(async (message) => [message.messageId, await this.#openText(message)] as const),
    );
    // Of two revisions that are opened at once, the older may be done later.
    const newer = opened.filter(([id, { revision }]) => revision >= (this.#texts.get(id)?.revision ?? 0));
    this.#texts = new Map([...this.#texts, ...newer]);
    this.#tell();
  }

  /** What others wrote is cleaned here: the room could not. */
  async #openText({ messageId, revision, text: sealed }: Sealed): Promise<OpenedText> {
    const text = await openText(this.#keys, { messageId, revision }, sealed);
    return { revision, text: text === null ? null : cleanText(text).slice(0, LIMITS.chatTextChars) };
  }

  async #nameTags(messageIds: readonly string[]): Promise<void> {
    const fresh = messageIds.filter((id) => !this.#tagged.has(id));
    if (fresh.length === 0) return;
    const named = await Promise.all(
      fresh.flatMap((id) =>
        REACTIONS.map(async (reaction) => [await reactionTag(this.#keys, id, reaction), reaction] as const),
      ),
    );
    for (const id of fresh) this.#tagged.add(id);
    this.#reactions = new Map([...this.#reactions, ...named]);
    this.#tell();
  }

  #tell(): void {
    this.#changed({ texts: this.#texts, reactions: this.#reactions });
  }
}
