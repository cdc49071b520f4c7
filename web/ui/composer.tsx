import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { LIMITS } from "../../protocol/limits.ts";
import { SendIcon } from "./icons.tsx";

/** Where one writes: Enter sends, Shift+Enter makes a line. */
export function Composer({ onSend }: { onSend: (text: string) => void }) {
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
