import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { LIMITS } from "../../protocol/limits.ts";
import type { Message } from "../state/types.ts";
import { ChatMessage } from "./chat-message.tsx";
import { SendIcon } from "./icons.tsx";
import { Panel } from "./panel.tsx";

interface ChatPanelProps {
  messages: readonly Message[];
  selfId: string;
  mayWrite: boolean;
  onSend: (text: string) => void;
  onRetry: (messageId: string) => void;
  onClose: () => void;
}

/** Messages that follow each other within this time need the name only once. */
const TOGETHER_MS = 5 * 60_000;
/** Nearer to the end than this, the list follows new messages. */
const AT_END_PX = 80;

/** The room's chat. */
export function ChatPanel({ messages, selfId, mayWrite, onSend, onRetry, onClose }: ChatPanelProps) {
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);

  // Whoever has scrolled up to read is not thrown back to the end by the next message.
  useLayoutEffect(() => {
    if (list.current && follows.current) list.current.scrollTop = list.current.scrollHeight;
  }, [messages]);

  return (
    <Panel id="chat-panel" title="Chat" onClose={onClose}>
      {messages.length === 0 ? (
        <p class="panel-empty">Nothing written yet. Everybody in the room can read what you write here.</p>
      ) : null}
      <div
        class="messages"
        ref={list}
        role="log"
        aria-label="Conversation"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
        }}
      >
        <ol>
          {messages.map((message, index) => {
            const before = messages[index - 1];
            const continues =
              before?.participantId === message.participantId &&
              before.name === message.name &&
              message.at - before.at < TOGETHER_MS;
            return (
              <ChatMessage
                key={message.messageId}
                message={message}
                isOwn={message.participantId === selfId}
                continues={continues}
                onRetry={onRetry}
              />
            );
          })}
        </ol>
      </div>
      {mayWrite ? (
        <Composer
          onSend={(text) => {
            follows.current = true;
            onSend(text);
          }}
        />
      ) : (
        <p class="panel-empty">Viewers can read the chat.</p>
      )}
    </Panel>
  );
}

function Composer({ onSend }: { onSend: (text: string) => void }) {
  const text = useSignal("");
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);

  const send = () => {
    const trimmed = text.value.trim();
    if (trimmed === "") return;
    text.value = "";
    onSend(trimmed);
    box.current?.focus();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {/* The copy behind the box gives it its height: it grows with what is written. */}
      <div class="grow" data-text={`${text.value}\n`}>
        <textarea
          ref={box}
          aria-label="Message"
          placeholder="Write a message"
          rows={1}
          maxLength={LIMITS.chatTextChars}
          value={text.value}
          enterkeyhint="send"
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            // Enter that ends a word of an input method sends nothing.
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
      </div>
      <button type="submit" class="send" aria-label="Send" disabled={text.value.trim() === ""}>
        <SendIcon />
      </button>
    </form>
  );
}
