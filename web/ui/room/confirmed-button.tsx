import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { ROOM_WORDS } from "./room-words.ts";

interface ConfirmedButtonProps {
  label: string;
  /** What it is called where the label alone does not say what it is about. */
  name?: string;
  /** What is asked before it is done. */
  question: string;
  danger?: boolean;
  onConfirm: () => void;
}

/** A button for what cannot be taken back: it asks first, in its own place. */
export function ConfirmedButton({ label, name, question, danger, onConfirm }: ConfirmedButtonProps) {
  const asking = useSignal(false);
  const first = useRef<HTMLButtonElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useLayoutEffect(() => {
    if (asking.value) first.current?.focus();
    else if (wasAsking.current) opener.current?.focus();
    wasAsking.current = asking.value;
  }, [asking.value]);
  const tone = danger ? "small-button danger" : "small-button";
  const close = () => {
    asking.value = false;
  };
  if (!asking.value) {
    const ask = () => {
      asking.value = true;
    };
    return (
      <button type="button" ref={opener} class={tone} aria-label={name} onClick={ask}>
        {label}
      </button>
    );
  }
  return (
    <div
      class="confirmation"
      role="alertdialog"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.preventDefault();
        close();
      }}
    >
      <p>{question}</p>
      <button
        type="button"
        ref={first}
        class={tone}
        onClick={() => {
          close();
          onConfirm();
        }}
      >
        {label}
      </button>
      <button type="button" class="small-button" onClick={close}>
        {ROOM_WORDS.cancel}
      </button>
    </div>
  );
}
