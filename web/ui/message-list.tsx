import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { loadOlderChat, messages, olderChat, retryChat } from "../state/chat.ts";
import type { Message } from "../state/types.ts";
import { ChatMessage } from "./chat-message.tsx";
import { OlderMessages } from "./older-messages.tsx";

/** Messages that follow each other within this time need the name only once. */
const TOGETHER_MS = 5 * 60_000;
/** Nearer to the end than this, the list follows new messages. */
const AT_END_PX = 80;
/** Nearer to the beginning than this, older messages are loaded. */
const AT_BEGINNING_PX = 160;

interface MessageListProps {
  selfId: string;
  follows: RefObject<boolean>;
}

/** The conversation: it stays at its end while that is in sight, and where it is while it grows at its beginning. */
export function MessageList({ selfId, follows }: MessageListProps) {
  const list = useRef<HTMLDivElement>(null);
  const all = messages.value;
  const older = olderChat.value;
  useScrollPosition(list, follows, all);

  // What one has scrolled to, or what leaves room in the list, is loaded without being asked for. What failed is not.
  const loadIfSeen = () => {
    if (olderChat.peek() === "some" && list.current && list.current.scrollTop < AT_BEGINNING_PX)
      void loadOlderChat();
  };
  useEffect(loadIfSeen);

  return (
    <>
      {all.length === 0 && older === "none" ? (
        <p class="panel-empty">Nothing written yet. Everybody in the room can read what you write here.</p>
      ) : null}
      <div
        class="messages"
        ref={list}
        role="log"
        aria-label="Conversation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keys, too
        tabIndex={0}
        onScroll={loadIfSeen}
      >
        <OlderMessages older={older} onLoad={() => void loadOlderChat()} />
        <ol>
          {all.map((message, index) => (
            <ChatMessage
              key={message.messageId}
              message={message}
              isOwn={message.participantId === selfId}
              continues={isContinued(all[index - 1], message)}
              onRetry={(messageId) => void retryChat(messageId)}
            />
          ))}
        </ol>
      </div>
    </>
  );
}

function isContinued(before: Message | undefined, message: Message): boolean {
  return (
    before?.participantId === message.participantId &&
    before.name === message.name &&
    message.at - before.at < TOGETHER_MS
  );
}

/** Whoever has scrolled up to read is thrown neither to the end by a new message nor away by older ones. */
function useScrollPosition(
  list: RefObject<HTMLDivElement | null>,
  follows: RefObject<boolean>,
  all: readonly Message[],
): void {
  const before = useRef({ first: "", height: 0 });
  useLayoutEffect(() => {
    const box = list.current;
    if (box === null) return;
    const first = all[0]?.messageId ?? "";
    const grown = box.scrollHeight - before.current.height;
    if (follows.current) box.scrollTop = box.scrollHeight;
    else if (first !== before.current.first && grown > 0) box.scrollTop += grown;
    before.current = { first, height: box.scrollHeight };
  }, [all, list, follows]);
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const look = () => {
      follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX;
      before.current.height = box.scrollHeight;
    };
    box.addEventListener("scroll", look, { passive: true });
    return () => box.removeEventListener("scroll", look);
  }, [list, follows]);
}
