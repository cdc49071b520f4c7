import type { OlderChat } from "../state/types.ts";
import { CHAT_WORDS } from "./chat-words.ts";

interface OlderMessagesProps {
  older: OlderChat;
  onLoad: () => void;
}

/** What stands above the oldest message that is shown: that there are more, and how to come to them. */
export function OlderMessages({ older, onLoad }: OlderMessagesProps) {
  if (older === "none") return null;
  return (
    <p class="older-messages" role="status">
      {older === "loading" ? CHAT_WORDS.olderLoading : null}
      {older === "some" ? (
        <button type="button" class="text-button" onClick={onLoad}>
          {CHAT_WORDS.olderShow}
        </button>
      ) : null}
      {older === "unreachable" ? (
        <>
          {CHAT_WORDS.olderAway}{" "}
          <button type="button" class="text-button" onClick={onLoad}>
            {CHAT_WORDS.tryAgain}
          </button>
        </>
      ) : null}
    </p>
  );
}
