import { useSignal } from "@preact/signals";
import { t } from "../language/translate.ts";
import { devices } from "../state/device-list.ts";
import { canChooseSpeaker, chooseSpeaker, playTestSound, speaker } from "../state/speaker.ts";
import { DeviceSelect } from "./device-select.tsx";

/** Where the others are heard, and how it sounds there. */
export function SpeakerChoice() {
  const playing = useSignal(false);
  const play = async () => {
    if (playing.value) return;
    playing.value = true;
    await playTestSound();
    playing.value = false;
  };
  return (
    <div class="speaker-choice">
      {canChooseSpeaker() ? (
        <DeviceSelect
          kind="speaker"
          devices={devices.value.speaker}
          chosen={speaker.value}
          onChoose={chooseSpeaker}
        />
      ) : null}
      <button type="button" class="text-button" aria-busy={playing.value} onClick={() => void play()}>
        {playing.value ? t("Playing…") : t("Play a test sound")}
      </button>
    </div>
  );
}
