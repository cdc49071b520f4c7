import type { OlderChat } from "../state/types.ts";

interface OlderMessagesProps {
  older: OlderChat;
  onLoad: () => void;
}

/** What stands above the oldest message that is shown: that there are more, and how to come to them. */
export function OlderMessages({ older, onLoad }: OlderMessagesProps) {
  if (older === "none") return null;
  return (
    <p class="older-messages" role="status">
      {older === "loading" ? "Loading older messages…" : null}
      {older === "some" ? (
        <button type="button" class="text-button" onClick={onLoad}>
          Show older messages
        </button>
      ) : null}
      {older === "unreachable" ? (
        <>
          Older messages cannot be reached right now.{" "}
          <button type="button" class="text-button" onClick={onLoad}>
            Try again
          </button>
        </>
      ) : null}
    </p>
  );
}
