import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { room } from "../state/call.ts";
import { FILE_WORDS } from "../state/file-words.ts";
import { CHAT_WORDS } from "./chat-words.ts";
import { Composer } from "./composer.tsx";
import { useFileDrop } from "./files/use-file-drop.ts";
import { SearchIcon } from "./icons.tsx";
import { LazyChatSearch } from "./lazy-chat-search.tsx";
import { MessageList } from "./message-list.tsx";
import { Panel } from "./panel.tsx";
import { TypingLine } from "./typing-line.tsx";

interface ChatPanelProps {
  mayWrite: boolean;
  onClose: () => void;
}

/** The room's chat. */
export function ChatPanel({ mayWrite, onClose }: ChatPanelProps) {
  /** The list shows its end, and goes on to do so. */
  const follows = useRef(true);
  const searching = useSignal(false);
  const wanted = useSignal<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const stop = () => {
    searching.value = false;
    button.current?.focus();
  };
  const { isOver, ...drop } = useFileDrop(mayWrite);
  return (
    <Panel
      id="chat-panel"
      title={CHAT_WORDS.title}
      onClose={onClose}
      tools={
        // Of an encrypted chat only those who take part know the words.
        room.value?.encrypted ? null : (
          <button
            type="button"
            class="quiet-icon"
            ref={button}
            aria-label={CHAT_WORDS.search}
            aria-expanded={searching.value}
            onClick={() => {
              searching.value = !searching.value;
            }}
          >
            <SearchIcon />
          </button>
        )
      }
    >
      {searching.value ? (
        <LazyChatSearch
          onClose={stop}
          onChoose={(messageId) => {
            wanted.value = messageId;
          }}
        />
      ) : null}
      <div class="chat-body" {...drop}>
        <MessageList mayWrite={mayWrite} follows={follows} wanted={wanted} />
        <TypingLine />
        {isOver ? <p class="drop-note">{FILE_WORDS.drop}</p> : null}
        {mayWrite ? (
          <Composer
            onSent={() => {
              follows.current = true;
            }}
          />
        ) : (
          <p class="panel-empty">{CHAT_WORDS.viewersRead}</p>
        )}
      </div>
    </Panel>
  );
}
