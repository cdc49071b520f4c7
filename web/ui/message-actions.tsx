import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { REACTIONS } from "../../protocol/room/chat.ts";
import { deleteChat, reactToChat } from "../state/chat.ts";
import type { Message } from "../state/types.ts";
import { CHAT_WORDS } from "./chat-words.ts";
import { PenIcon, ReplyIcon, SmileIcon, TrashIcon } from "./icons.tsx";

/** What of a message's actions is open. */
export type OpenAction = "react" | "delete" | null;

interface MessageActionsProps {
  message: Message;
  mayWrite: boolean;
  mayDelete: boolean;
  open: OpenAction;
  onOpen: (action: OpenAction) => void;
  onReply: () => void;
  onEdit: () => void;
}

/** What one can do with a message; it stands at the message that is pointed at, or has the focus. */
export function MessageActions(props: MessageActionsProps) {
  const { message, mayWrite, mayDelete, open, onOpen, onReply, onEdit } = props;
  if (!mayWrite && !mayDelete) return null;
  if (open === "react") return <ReactionChoice message={message} onClose={() => onOpen(null)} />;
  if (open === "delete") return <DeleteQuestion message={message} onClose={() => onOpen(null)} />;
  return (
    <div class="message-actions" role="toolbar" aria-label={CHAT_WORDS.actions}>
      {mayWrite ? (
        <>
          <Action name={CHAT_WORDS.react} icon={<SmileIcon />} onClick={() => onOpen("react")} />
          <Action name={CHAT_WORDS.reply} shortcut="r" icon={<ReplyIcon />} onClick={onReply} />
        </>
      ) : null}
      {mayWrite && message.isOwn ? (
        <Action name={CHAT_WORDS.edit} shortcut="e" icon={<PenIcon />} onClick={onEdit} />
      ) : null}
      {mayDelete ? (
        <Action
          name={CHAT_WORDS.delete}
          shortcut="Delete"
          icon={<TrashIcon />}
          onClick={() => onOpen("delete")}
        />
      ) : null}
    </div>
  );
}

interface ActionProps {
  name: string;
  shortcut?: string;
  icon: ComponentChildren;
  onClick: () => void;
}

function Action({ name, shortcut, icon, onClick }: ActionProps) {
  return (
    <button
      type="button"
      class="message-action"
      aria-label={name}
      aria-keyshortcuts={shortcut}
      title={name}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}

function ReactionChoice({ message, onClose }: { message: Message; onClose: () => void }) {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  return (
    <div class="message-actions" role="toolbar" aria-label={CHAT_WORDS.react}>
      {REACTIONS.map((reaction, index) => (
        <button
          type="button"
          key={reaction}
          ref={index === 0 ? first : null}
          class="message-action emoji"
          aria-pressed={message.reactions.some((given) => given.reaction === reaction && given.isOwn)}
          onClick={() => {
            void reactToChat(message, reaction);
            onClose();
          }}
        >
          {reaction}
        </button>
      ))}
    </div>
  );
}

function DeleteQuestion({ message, onClose }: { message: Message; onClose: () => void }) {
  const busy = useSignal(false);
  const sure = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => sure.current?.focus(), []);
  return (
    <div class="message-actions question" role="alertdialog" aria-label={CHAT_WORDS.sureToDelete}>
      <span>{CHAT_WORDS.sureToDelete}</span>
      <button
        type="button"
        ref={sure}
        class="small-button danger"
        aria-busy={busy.value || undefined}
        onClick={() => {
          busy.value = true;
          void deleteChat(message).then(onClose);
        }}
      >
        {CHAT_WORDS.delete}
      </button>
      <button type="button" class="small-button" onClick={onClose}>
        {CHAT_WORDS.cancel}
      </button>
    </div>
  );
}
