import type { ComponentChildren } from "preact";
import { CHAT_WORDS } from "./chat-words.ts";
import type { Piece } from "./rich-text.ts";

/** What a message says. */
export function MessageText({ pieces, edited }: { pieces: readonly Piece[]; edited: boolean }) {
  return (
    <div class="message-text">
      {pieces.map(showPiece)}
      {edited ? <span class="message-edited"> ({CHAT_WORDS.edited})</span> : null}
    </div>
  );
}

function showPiece(piece: Piece, key: number): ComponentChildren {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "code":
      return <code key={key}>{piece.text}</code>;
    case "block":
      return (
        <pre key={key}>
          <code>{piece.text}</code>
        </pre>
      );
    case "link":
      return (
        <a key={key} href={piece.href} title={piece.href} target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      );
    case "mention":
      return (
        <span key={key} class={piece.isSelf ? "mention self" : "mention"}>
          {piece.text}
        </span>
      );
  }
}
