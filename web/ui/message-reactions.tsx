import { reactToChat } from "../state/chat.ts";
import type { Message } from "../state/types.ts";
import { CHAT_WORDS } from "./chat-words.ts";

/** How people reacted to a message; a click joins them, or takes one's own back. */
export function MessageReactions({ message, mayReact }: { message: Message; mayReact: boolean }) {
  if (message.reactions.length === 0) return null;
  return (
    <ul class="reactions">
      {message.reactions.map(({ reaction, names, isOwn }) => (
        <li key={reaction}>
          <button
            type="button"
            class="reaction"
            aria-pressed={isOwn}
            aria-label={CHAT_WORDS.reactedBy(reaction, names)}
            title={names.join(", ")}
            disabled={!mayReact}
            onClick={() => void reactToChat(message, reaction)}
          >
            {reaction} <span>{names.length}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
