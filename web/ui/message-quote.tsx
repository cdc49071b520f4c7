import type { Message, Quoted } from "../state/types.ts";
import { CHAT_WORDS } from "./chat-words.ts";

/** More of it is not shown anyway. */
const EXCERPT_CHARS = 120;

interface MessageQuoteProps {
  replyTo: Quoted;
  /** The message itself, where it is loaded. */
  quoted: Message | undefined;
  onJump: (messageId: string) => void;
}

/** The message that another one answers; a click shows where it stands. */
export function MessageQuote({ replyTo, quoted, onJump }: MessageQuoteProps) {
  return (
    <button
      type="button"
      class="quote"
      aria-label={CHAT_WORDS.inReplyTo(replyTo.name)}
      onClick={() => onJump(replyTo.messageId)}
    >
      <strong>{quoted?.isOwn ? CHAT_WORDS.you : replyTo.name}</strong> <span>{excerptOf(quoted)}</span>
    </button>
  );
}

/** A message in one line, as far as it is known. */
export function excerptOf(message: Message | undefined): string {
  if (message === undefined) return CHAT_WORDS.earlier;
  if (message.deleted) return CHAT_WORDS.deleted;
  const said = message.text || message.files.map(({ name }) => name).join(", ");
  return said.slice(0, EXCERPT_CHARS).replace(/\s+/gu, " ");
}
