import { t } from "../language/translate.ts";
import { blurFault, blurLoading } from "../state/camera.ts";
import { preferences } from "../state/preferences.ts";
import { Switch } from "./switch.tsx";

/** Whether one's background is blurred. What that takes is loaded when it is turned on. */
export function BlurSwitch({ onChange }: { onChange: (on: boolean) => void }) {
  return (
    <div class="blur-switch">
      <Switch
        label={t("Blur background")}
        hint={
          blurLoading.value
            ? t("Getting ready…")
            : t("What is behind you cannot be made out. It is done on this device.")
        }
        on={preferences.value.blurBackground}
        onChange={onChange}
      />
      <p class="field-fault" role="alert">
        {blurFault.value}
      </p>
    </div>
  );
}
