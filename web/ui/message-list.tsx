import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { loadChatUntil, loadOlderChat, messages, olderChat } from "../state/chat.ts";
import { notify } from "../state/notices.ts";
import { seen } from "../state/reading.ts";
import type { Message } from "../state/types.ts";
import { ChatMessage } from "./chat-message.tsx";
import { CHAT_WORDS } from "./chat-words.ts";
import { moveAmongMessages } from "./message-keys.ts";
import { OlderMessages } from "./older-messages.tsx";
import { useReading } from "./use-reading.ts";
import { useScrollPosition } from "./use-scroll-position.ts";

/** Messages that follow each other within this time need the name only once. */
const TOGETHER_MS = 5 * 60_000;
/** Nearer to the beginning than this, older messages are loaded. */
const AT_BEGINNING_PX = 160;

interface MessageListProps {
  mayWrite: boolean;
  follows: RefObject<boolean>;
  /** The message to go to next. */
  wanted: Signal<string | null>;
}

/** The conversation: it stays at its end while that is in sight, and where it is while it grows at its beginning. */
export function MessageList({ mayWrite, follows, wanted }: MessageListProps) {
  const list = useRef<HTMLDivElement>(null);
  const all = messages.value;
  const older = olderChat.value;
  const byId = useMemo(() => new Map(all.map((message) => [message.messageId, message])), [all]);
  useScrollPosition(list, follows, all);
  const firstNew = useReading(list, follows, all);
  const seenMark = seen.value;

  // What one has scrolled to, or what leaves room in the list, is loaded without being asked for. What failed is not.
  const loadIfSeen = () => {
    if (olderChat.peek() === "some" && list.current && list.current.scrollTop < AT_BEGINNING_PX)
      void loadOlderChat();
  };
  useEffect(loadIfSeen);
  const jump = useJump(list, all);
  useEffect(() => {
    if (wanted.value === null) return;
    jump(wanted.value);
    wanted.value = null;
  }, [wanted.value, wanted, jump]);

  return (
    <>
      {all.length === 0 && older === "none" ? <p class="panel-empty">{CHAT_WORDS.empty}</p> : null}
      <div
        class="messages"
        ref={list}
        role="log"
        aria-label={CHAT_WORDS.conversation}
        onScroll={loadIfSeen}
        onKeyDown={(event) => moveAmongMessages(event, event.currentTarget)}
      >
        <OlderMessages older={older} onLoad={() => void loadOlderChat()} />
        <ol>
          {all.map((message, index) => (
            <ChatMessage
              key={message.messageId}
              message={message}
              continues={isContinued(all[index - 1], message)}
              quoted={message.replyTo ? byId.get(message.replyTo.messageId) : undefined}
              mayWrite={mayWrite}
              isEntry={index === all.length - 1}
              isFirstNew={message.messageId === firstNew}
              seenBy={message.messageId === seenMark?.messageId ? seenMark.names : null}
              onJump={jump}
            />
          ))}
        </ol>
      </div>
    </>
  );
}

function isContinued(before: Message | undefined, message: Message): boolean {
  return (
    message.replyTo === null &&
    before?.participantId === message.participantId &&
    before.name === message.name &&
    message.at - before.at < TOGETHER_MS
  );
}

/** Goes to a message, however long ago it was written. */
function useJump(
  list: RefObject<HTMLDivElement | null>,
  all: readonly Message[],
): (messageId: string) => void {
  const target = useSignal<string | null>(null);
  useLayoutEffect(() => {
    if (target.value === null) return;
    const item = list.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(target.value)}"]`);
    if (!item) return;
    target.value = null;
    item.scrollIntoView({ block: "center" });
    item.focus({ preventScroll: true });
    item.classList.remove("found");
    // Reading the layout begins the animation anew where it has run before.
    void item.offsetWidth;
    item.classList.add("found");
  }, [target.value, all, target, list]);
  return (messageId) => {
    void loadChatUntil(messageId).then((found) => {
      if (found) target.value = messageId;
      else notify("info", CHAT_WORDS.notFound);
    });
  };
}
