import { useRef } from "preact/hooks";
import { sendChat } from "../state/chat.ts";
import { Composer } from "./composer.tsx";
import { MessageList } from "./message-list.tsx";
import { Panel } from "./panel.tsx";

interface ChatPanelProps {
  selfId: string;
  mayWrite: boolean;
  onClose: () => void;
}

/** The room's chat. */
export function ChatPanel({ selfId, mayWrite, onClose }: ChatPanelProps) {
  /** The list shows its end, and goes on to do so. */
  const follows = useRef(true);
  return (
    <Panel id="chat-panel" title="Chat" onClose={onClose}>
      <MessageList selfId={selfId} follows={follows} />
      {mayWrite ? (
        <Composer
          onSend={(text) => {
            follows.current = true;
            void sendChat(text);
          }}
        />
      ) : (
        <p class="panel-empty">Viewers can read the chat.</p>
      )}
    </Panel>
  );
}
