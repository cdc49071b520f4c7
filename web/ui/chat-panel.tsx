import { useRef } from "preact/hooks";
import { CHAT_WORDS } from "./chat-words.ts";
import { Composer } from "./composer.tsx";
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
  return (
    <Panel id="chat-panel" title={CHAT_WORDS.title} onClose={onClose}>
      <MessageList mayWrite={mayWrite} follows={follows} />
      <TypingLine />
      {mayWrite ? (
        <Composer
          onSent={() => {
            follows.current = true;
          }}
        />
      ) : (
        <p class="panel-empty">{CHAT_WORDS.viewersRead}</p>
      )}
    </Panel>
  );
}
