import type { Message } from "../state/types.ts";
import { splitLinks } from "./text.ts";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

interface ChatMessageProps {
  message: Message;
  isOwn: boolean;
  /** The one before is of the same person, just now: the name is not said again. */
  continues: boolean;
  onRetry: (messageId: string) => void;
}

/** One message, with its author and time unless it continues the one before. */
export function ChatMessage({ message, isOwn, continues, onRetry }: ChatMessageProps) {
  return (
    <li class={`message ${isOwn ? "own" : "other"}${continues ? " continues" : ""} ${message.state}`}>
      <p class={continues ? "hidden" : "message-head"}>
        <strong>{isOwn ? "You" : message.name}</strong>{" "}
        <time dateTime={new Date(message.at).toISOString()}>{TIME.format(message.at)}</time>
      </p>
      <p class="message-text">
        {splitLinks(message.text).map(({ text, href }, index) =>
          href ? (
            <a key={`${index}:${href}`} href={href} target="_blank" rel="noopener noreferrer nofollow">
              {text}
            </a>
          ) : (
            text
          ),
        )}
      </p>
      {message.state === "sending" ? <p class="message-state">Sending…</p> : null}
      {message.state === "failed" ? (
        <p class="message-state">
          Not sent.{" "}
          <button type="button" class="text-button" onClick={() => onRetry(message.messageId)}>
            Try again
          </button>
        </p>
      ) : null}
    </li>
  );
}
