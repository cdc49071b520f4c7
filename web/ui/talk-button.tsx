import { t } from "../language/translate.ts";
import type { PushToTalk } from "../state/push-to-talk.ts";
import { MicrophoneIcon, MicrophoneOffIcon } from "./icons.tsx";

interface TalkButtonProps {
  talking: boolean;
  talk: PushToTalk;
}

/** The microphone button of who pushes to talk: held by finger, mouse or key, one is heard. */
export function TalkButton({ talking, talk }: TalkButtonProps) {
  const release = () => talk.release("button");
  return (
    <button
      type="button"
      class={`icon-button labelled talk-button${talking ? " talking" : ""}`}
      aria-label={t("Push to talk")}
      aria-pressed={talking}
      data-tip={t("Hold space or this button to talk")}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        // A finger that slides off the button still holds it.
        event.currentTarget.setPointerCapture(event.pointerId);
        talk.hold("button");
      }}
      onLostPointerCapture={release}
      onKeyDown={(event) => {
        if (!isPress(event)) return;
        // Otherwise the key would click the button too.
        event.preventDefault();
        talk.hold("button");
      }}
      onKeyUp={(event) => {
        if (!isPress(event)) return;
        event.preventDefault();
        release();
      }}
      onBlur={release}
      // A long press is meant here, and no menu.
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        // No pointer and no key: a screen reader or a voice pressed it, which cannot hold.
        if (event.detail === 0) talk.toggle();
      }}
    >
      {talking ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
      <span class="icon-label" aria-hidden="true">
        {talking ? t("Talking") : t("Hold to talk")}
      </span>
    </button>
  );
}

function isPress({ key }: KeyboardEvent): boolean {
  return key === " " || key === "Enter";
}
