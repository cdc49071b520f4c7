import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { LIMITS } from "../../protocol/limits.ts";
import { attach, attachments, takeFiles } from "../state/attachments.ts";
import { room } from "../state/call.ts";
import { type Draft, draft, editChat, messages, sendChat } from "../state/chat.ts";
import { tellTyping, typedMessage } from "../state/typing.ts";
import { CHAT_WORDS } from "./chat-words.ts";
import { AttachButton } from "./files/attach-button.tsx";
import { LazyAttachedFiles } from "./files/lazy-files.tsx";
import { CheckIcon, CloseIcon, SendIcon } from "./icons.tsx";
import { excerptOf } from "./message-quote.tsx";

/** Where one writes: Enter sends, Shift+Enter makes a line, Arrow up in an empty box changes what one wrote last. */
export function Composer({ onSent }: { onSent: () => void }) {
  const text = useSignal("");
  /** What was being written before one's own message was to be changed. */
  const aside = useRef("");
  const saving = useSignal(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const { kind } = draft.value;
  const edited = draft.value.kind === "edit" ? draft.value.message : null;
  useLayoutEffect(() => box.current?.focus(), [draft.value]);
  useLayoutEffect(() => {
    if (edited === null) return;
    aside.current = text.peek();
    text.value = edited.text;
    return () => {
      text.value = aside.current;
      aside.current = "";
    };
  }, [edited, text]);

  const hasFiles = kind !== "edit" && attachments.value.length > 0;
  const isUploaded = attachments.value.every(({ state }) => state.kind === "ready");
  const canSend = text.value.trim() !== "" ? !hasFiles || isUploaded : hasFiles && isUploaded;

  const stop = () => {
    draft.value = { kind: "new" };
  };
  const send = async () => {
    const trimmed = text.value.trim();
    const current = draft.value;
    if (!canSend || saving.value) return;
    if (current.kind === "edit") {
      saving.value = true;
      const isSaved = trimmed === current.message.text || (await editChat(current.message, trimmed));
      saving.value = false;
      // What could not be saved stays where it was written.
      if (isSaved && draft.value === current) stop();
      return;
    }
    const files = takeFiles();
    if (files === null) return;
    text.value = "";
    typedMessage();
    stop();
    onSent();
    await sendChat(trimmed, files, current.kind === "reply" ? current.to : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a word of an input method sends nothing.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void send();
    } else if (event.key === "Escape" && kind !== "new") {
      event.stopPropagation();
      stop();
    } else if (event.key === "ArrowUp" && text.value === "" && kind === "new") {
      const own = messages.value.findLast(
        ({ isOwn, deleted, state }) => isOwn && !deleted && state === "stored",
      );
      if (own === undefined) return;
      event.preventDefault();
      draft.value = { kind: "edit", message: own };
    }
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <DraftNote draft={draft.value} onStop={stop} />
      {hasFiles ? <LazyAttachedFiles /> : null}
      {kind === "edit" || room.value?.encrypted ? null : <AttachButton />}
      {/* The copy behind the box gives it its height: it grows with what is written. */}
      <div class="grow" data-text={`${text.value}\n`}>
        <textarea
          ref={box}
          aria-label={CHAT_WORDS.write}
          placeholder={CHAT_WORDS.writeHint}
          rows={1}
          maxLength={LIMITS.chatTextChars}
          value={text.value}
          enterkeyhint="send"
          onInput={(event) => {
            text.value = event.currentTarget.value;
            tellTyping(text.value !== "");
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (kind === "edit" || !files?.length) return;
            event.preventDefault();
            attach(files);
          }}
        />
      </div>
      <button
        type="submit"
        class="send"
        aria-label={kind === "edit" ? CHAT_WORDS.save : CHAT_WORDS.send}
        aria-busy={saving.value || undefined}
        disabled={!canSend}
      >
        {kind === "edit" ? <CheckIcon /> : <SendIcon />}
      </button>
    </form>
  );
}

/** Says that what is written is an answer, or takes the place of what was written before. */
function DraftNote({ draft: current, onStop }: { draft: Draft; onStop: () => void }) {
  if (current.kind === "new") return null;
  const isEdit = current.kind === "edit";
  return (
    <p class="draft-note">
      <span class="draft-what">
        <strong>{isEdit ? CHAT_WORDS.editing : CHAT_WORDS.replyingTo(current.to.name)}</strong>{" "}
        {isEdit ? null : <span>{excerptOf(current.to)}</span>}
      </span>
      <button
        type="button"
        class="quiet-icon"
        aria-label={isEdit ? CHAT_WORDS.stopEditing : CHAT_WORDS.stopReplying}
        onClick={onStop}
      >
        <CloseIcon />
      </button>
    </p>
  );
}
