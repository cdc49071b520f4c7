import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { REACTIONS } from "../../../protocol/room/chat.ts";
import { cheer } from "../../state/cheers.ts";
import { IconButton } from "../button.tsx";
import { HandIcon, SmileIcon } from "../icons.tsx";
import { ROOM_WORDS } from "./room-words.ts";

interface ReactButtonProps {
  handRaised: boolean;
  onHand: () => void;
}

/** One's hand, and emojis that everybody sees for a moment. The choice stays open for more than one. */
export function ReactButton({ handRaised, onHand }: ReactButtonProps) {
  const open = useSignal(false);
  const root = useRef<HTMLSpanElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open.value) return;
    const closeOutside = ({ target }: Event) => {
      if (!(target instanceof Node && root.current?.contains(target))) open.value = false;
    };
    // Before the call's own Escape, which would close a panel.
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      open.value = false;
      opener.current?.focus();
    };
    const stop = new AbortController();
    addEventListener("pointerdown", closeOutside, { signal: stop.signal });
    addEventListener("keydown", closeByKey, { signal: stop.signal, capture: true });
    return () => stop.abort();
  }, [open.value, open]);
  return (
    <span class="react" ref={root}>
      <IconButton
        name={ROOM_WORDS.reactOrRaiseHand}
        label={ROOM_WORDS.react}
        icon={handRaised ? <HandIcon /> : <SmileIcon />}
        expanded={open.value}
        controls="react-choice"
        description={handRaised ? ROOM_WORDS.handRaised : undefined}
        buttonRef={opener}
        onClick={() => {
          open.value = !open.value;
        }}
      />
      {open.value ? (
        <span id="react-choice" class="react-choice" role="toolbar" aria-label={ROOM_WORDS.reactOrRaiseHand}>
          <button
            type="button"
            class="small-button hand"
            aria-keyshortcuts="h"
            aria-pressed={handRaised}
            onClick={() => {
              onHand();
              open.value = false;
              opener.current?.focus();
            }}
          >
            <HandIcon />
            {handRaised ? ROOM_WORDS.lowerHand : ROOM_WORDS.raiseHand}
          </button>
          <span class="react-emojis">
            {REACTIONS.map((reaction) => (
              <button type="button" key={reaction} class="emoji" onClick={() => cheer(reaction)}>
                {reaction}
              </button>
            ))}
          </span>
        </span>
      ) : null}
    </span>
  );
}
