import { CHAT_WORDS } from "./chat-words.ts";
import { splitLinks } from "./text.ts";

/** What a message says. */
export function MessageText({ text, edited }: { text: string; edited: boolean }) {
  return (
    <p class="message-text">
      {splitLinks(text).map((piece, index) =>
        piece.href ? (
          <a
            key={`${index}:${piece.href}`}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
      {edited ? <span class="message-edited"> ({CHAT_WORDS.edited})</span> : null}
    </p>
  );
}
