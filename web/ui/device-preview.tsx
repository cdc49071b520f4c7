import { t } from "../language/translate.ts";
import { devices } from "../state/device-list.ts";
import {
  chooseBlur,
  chooseDevice,
  chooseProcessing,
  chosenDevice,
  type DeviceKind,
  microphoneLevel,
  type Preview,
  preview,
  setPreview,
} from "../state/devices.ts";
import { Avatar } from "./avatar.tsx";
import { BlurSwitch } from "./blur-switch.tsx";
import { IconButton } from "./button.tsx";
import { DeviceSelect } from "./device-select.tsx";
import { FaultBox } from "./fault-box.tsx";
import { CameraIcon, CameraOffIcon, MicrophoneIcon, MicrophoneOffIcon, PersonIcon } from "./icons.tsx";
import { LevelMeter } from "./level-meter.tsx";
import { OwnPicture } from "./own-picture.tsx";
import { SpeakerChoice } from "./speaker-choice.tsx";
import { VoiceSwitches } from "./voice-switches.tsx";
import { captureWords } from "./words.ts";

interface DevicePreviewProps {
  name: string;
  held: Record<DeviceKind, Preview> | null;
}

/** What the others will see and hear. A device is asked for only when its button is pressed. */
export function DevicePreview({ name, held }: DevicePreviewProps) {
  const { microphone, camera } = held ?? preview.value;
  return (
    <section class="preview" aria-label={t("Your camera and microphone")}>
      <div class="preview-picture">
        {camera.track ? (
          <OwnPicture track={camera.track} />
        ) : (
          <div class="preview-off">
            {name.trim() ? <Avatar id="self" name={name} /> : <PersonIcon />}
            <p>{t("Your camera is off")}</p>
          </div>
        )}
        <div class="preview-buttons">
          <IconButton
            name={microphone.on ? t("Mute") : t("Unmute")}
            icon={microphone.on ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
            tone={microphone.on ? "plain" : "warning"}
            onClick={() => void setPreview("microphone", !microphone.on)}
          />
          <IconButton
            name={camera.on ? t("Turn camera off") : t("Turn camera on")}
            icon={camera.on ? <CameraIcon /> : <CameraOffIcon />}
            tone={camera.on ? "plain" : "warning"}
            onClick={() => void setPreview("camera", !camera.on)}
          />
        </div>
      </div>
      <PreviewFault preview={microphone} kind="microphone" />
      <PreviewFault preview={camera} kind="camera" />
      <div class="preview-devices">
        <div>
          <DeviceSelect
            kind="microphone"
            devices={devices.value.microphone}
            chosen={chosenDevice("microphone")}
            onChoose={(deviceId) => void chooseDevice("microphone", deviceId)}
          />
          <LevelMeter
            level={microphone.on ? microphoneLevel.value : 0}
            note={microphone.on ? t("Speak: the bar should move") : t("Unmute to test your microphone")}
          />
        </div>
        <div class="preview-camera">
          <DeviceSelect
            kind="camera"
            devices={devices.value.camera}
            chosen={chosenDevice("camera")}
            onChoose={(deviceId) => void chooseDevice("camera", deviceId)}
          />
          <BlurSwitch onChange={(on) => void chooseBlur(on)} />
        </div>
        <SpeakerChoice />
        <details class="voice-options">
          <summary>{t("Voice options")}</summary>
          <VoiceSwitches onChange={(change) => void chooseProcessing(change)} />
        </details>
      </div>
    </section>
  );
}

function PreviewFault({ preview: { fault }, kind }: { preview: Preview; kind: DeviceKind }) {
  const words = fault ? captureWords(fault, kind) : null;
  return <FaultBox words={words} />;
}
