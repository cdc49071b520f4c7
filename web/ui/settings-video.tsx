import { t } from "../language/translate.ts";
import { devices } from "../state/device-list.ts";
import { chosenDevice } from "../state/devices.ts";
import { BlurSwitch } from "./blur-switch.tsx";
import { DeviceSelect } from "./device-select.tsx";
import { OwnPicture } from "./own-picture.tsx";

interface VideoSettingsProps {
  /** One's own, as the others see it; null while it is off. */
  camera: MediaStreamTrack | null;
  onCamera: (deviceId: string) => void;
  onBlur: (on: boolean) => void;
}

/** How one is seen. */
export function VideoSettings({ camera, onCamera, onBlur }: VideoSettingsProps) {
  return (
    <>
      <DeviceSelect
        kind="camera"
        devices={devices.value.camera}
        chosen={chosenDevice("camera")}
        onChoose={onCamera}
      />
      <div class="settings-picture">
        {camera ? <OwnPicture track={camera} /> : <p>{t("Turn your camera on to see yourself here.")}</p>}
      </div>
      <BlurSwitch onChange={onBlur} />
    </>
  );
}
