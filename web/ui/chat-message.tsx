import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { locale } from "../language/language.ts";
import { draft, mayDelete, mentionable, retryChat } from "../state/chat.ts";
import type { Message } from "../state/types.ts";
import { CHAT_WORDS } from "./chat-words.ts";
import { LazyMessageFiles } from "./files/lazy-files.tsx";
import { MessageActions, type OpenAction } from "./message-actions.tsx";
import { MessageQuote } from "./message-quote.tsx";
import { MessageReactions } from "./message-reactions.tsx";
import { MessageText } from "./message-text.tsx";
import { mentionsSelf, richText } from "./rich-text.ts";

const TIME = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });

interface ChatMessageProps {
  message: Message;
  /** The one before is of the same person, just now: the name is not said again. */
  continues: boolean;
  /** The message that it answers, where that is loaded. */
  quoted: Message | undefined;
  mayWrite: boolean;
  /** Reached by Tab; the others from there by the arrow keys. */
  isEntry: boolean;
  /** From here on it was not read yet. */
  isFirstNew: boolean;
  /** Who has read it, where that is to be shown. */
  seenBy: readonly string[] | null;
  onJump: (messageId: string) => void;
}

/** One message, with its author and time unless it continues the one before, and what one can do with it. */
export function ChatMessage(props: ChatMessageProps) {
  const { message, quoted, mayWrite, isEntry, isFirstNew, seenBy, onJump } = props;
  const continues = props.continues && !isFirstNew;
  const hovered = useSignal(false);
  const focused = useSignal(false);
  const open = useSignal<OpenAction>(null);
  const isActive = hovered.value || focused.value;
  useEffect(() => {
    if (!isActive) open.value = null;
  }, [isActive, open]);

  const { isOwn, state, deleted, text, files } = message;
  const pieces = useMemo(() => richText(text, mentionable.value), [text, mentionable.value]);
  const isForSelf = !isOwn && mentionsSelf(pieces);
  const canChange = state === "stored" && !deleted;
  const reply = () => {
    draft.value = { kind: "reply", to: message };
  };
  const edit = () => {
    draft.value = { kind: "edit", message };
  };
  const keys: Readonly<Record<string, (() => void) | false>> = {
    r: mayWrite && reply,
    e: mayWrite && isOwn && edit,
    Delete: mayDelete(message) && (() => (open.value = "delete")),
  };
  return (
    <li
      class={`message ${isOwn ? "own" : "other"}${continues ? " continues" : ""}${isForSelf ? " for-self" : ""} ${state}`}
      data-message={message.messageId}
      tabIndex={isEntry ? 0 : -1}
      onPointerEnter={({ pointerType }) => {
        hovered.value = pointerType === "mouse";
      }}
      onPointerLeave={() => {
        hovered.value = false;
      }}
      onFocusIn={() => {
        focused.value = true;
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        focused.value = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && open.value !== null) {
          event.stopPropagation();
          open.value = null;
          event.currentTarget.focus();
          return;
        }
        const act = event.target === event.currentTarget && canChange ? keys[event.key] : false;
        if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        act();
      }}
    >
      {isFirstNew ? <p class="unread-mark">{CHAT_WORDS.newFromHere}</p> : null}
      {message.replyTo ? <MessageQuote replyTo={message.replyTo} quoted={quoted} onJump={onJump} /> : null}
      <p class={continues ? "hidden" : "message-head"}>
        <strong>{isOwn ? CHAT_WORDS.you : message.name}</strong>{" "}
        <time dateTime={new Date(message.at).toISOString()}>{TIME.format(message.at)}</time>
      </p>
      {deleted ? (
        <p class="message-text gone">{CHAT_WORDS.deleted}</p>
      ) : text === "" ? null : (
        <MessageText pieces={pieces} edited={message.revision > 0} />
      )}
      {files.length > 0 ? <LazyMessageFiles files={files} /> : null}
      <MessageReactions message={message} mayReact={mayWrite} />
      {state === "sending" ? <p class="message-state">{CHAT_WORDS.sending}</p> : null}
      {state === "failed" ? (
        <p class="message-state">
          {CHAT_WORDS.notSent}{" "}
          <button type="button" class="text-button" onClick={() => void retryChat(message.messageId)}>
            {CHAT_WORDS.tryAgain}
          </button>
        </p>
      ) : null}
      {seenBy === null ? null : (
        // The log says what is written, not who reads it.
        <p class="message-seen" aria-live="off" title={seenBy.join(", ")}>
          {CHAT_WORDS.seenBy(seenBy)}
        </p>
      )}
      {isActive && canChange ? (
        <MessageActions
          message={message}
          mayWrite={mayWrite}
          mayDelete={mayDelete(message)}
          open={open.value}
          onOpen={(action) => {
            open.value = action;
          }}
          onReply={reply}
          onEdit={edit}
        />
      ) : null}
    </li>
  );
}
