import { useSignal } from "@preact/signals";
import { t } from "../language/translate.ts";
import { shareSound } from "../state/share-sound.ts";
import type { ShareOptions } from "../state/types.ts";
import { CapSelect } from "./cap-select.tsx";
import { Choice } from "./choice.tsx";
import { ScreenIcon } from "./icons.tsx";
import { Modal } from "./modal.tsx";

const HEIGHTS = [
  { value: 1080, label: "1080p", hint: t("Enough for most talks, and easy on every connection.") },
  { value: 1440, label: "1440p", hint: t("Small text stays readable on large displays.") },
  { value: 2160, label: "2160p", hint: t("Every pixel of a 4K display. Needs a fast connection.") },
] as const;
const FRAME_RATES = [
  { value: 15, label: "15 fps" },
  { value: 30, label: "30 fps" },
  { value: 60, label: "60 fps" },
] as const;
const CONTENTS = [
  {
    value: "text",
    label: t("Text"),
    hint: t("Sharp letters: when the connection is weak, the picture slows down."),
  },
  {
    value: "motion",
    label: t("Motion"),
    hint: t("Smooth movement: when the connection is weak, the picture softens."),
  },
] as const;
const CAPS = [10_000_000, 5_000_000, 2_500_000, 1_000_000] as const;

interface ShareDialogProps {
  initial: ShareOptions;
  onShare: (options: ShareOptions) => void;
  onClose: () => void;
}

/** How a screen will be shared; which one is then the browser's question. */
export function ShareDialog({ initial, onShare, onClose }: ShareDialogProps) {
  const sound = shareSound();
  // An echo is worse than a missing sound: there it takes a press each time.
  const options = useSignal(sound === "with-call" ? { ...initial, systemAudio: false } : initial);
  const change = (part: Partial<ShareOptions>) => {
    options.value = { ...options.value, ...part };
  };
  return (
    <Modal id="share" title={t("Share screen")} onClose={onClose}>
      <form
        class="modal-form"
        onSubmit={(event) => {
          event.preventDefault();
          onShare(options.value);
        }}
      >
        <Choice
          legend={t("Resolution")}
          name="height"
          options={HEIGHTS}
          value={options.value.height}
          onChange={(height) => change({ height })}
        />
        <Choice
          legend={t("Frame rate")}
          name="frame-rate"
          options={FRAME_RATES}
          value={options.value.frameRate}
          onChange={(frameRate) => change({ frameRate })}
        />
        <Choice
          legend={t("Best for")}
          name="content"
          options={CONTENTS}
          value={options.value.content}
          onChange={(content) => change({ content })}
        />
        <CapSelect
          label={t("Bandwidth at most")}
          caps={CAPS}
          value={options.value.maxBitrate}
          onChange={(maxBitrate) => change({ maxBitrate })}
        />
        {sound === "none" ? null : (
          <div>
            <label class="check">
              <input
                type="checkbox"
                checked={options.value.systemAudio}
                aria-describedby={sound === "with-call" ? "share-echo" : undefined}
                onChange={(event) => change({ systemAudio: event.currentTarget.checked })}
              />
              <span>{t("Share system audio")}</span>
            </label>
            {sound === "with-call" ? (
              <p id="share-echo" class="choice-hint">
                {t(
                  "In this browser the sound of a whole screen includes the call: the others may hear themselves. The sound of a tab does not.",
                )}
              </p>
            ) : null}
          </div>
        )}
        <div class="modal-buttons">
          <button type="button" class="button" onClick={onClose}>
            {t("Cancel")}
          </button>
          <button type="submit" class="button primary">
            <ScreenIcon />
            {t("Share")}
          </button>
        </div>
      </form>
    </Modal>
  );
}
