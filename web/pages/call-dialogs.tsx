import { rename, self, setProcessing, setVoiceMode, switchDevice } from "../state/call.ts";
import { preferences, setPreferences } from "../state/preferences.ts";
import type { ShareOptions } from "../state/types.ts";
import { SettingsDialog } from "../ui/settings-dialog.tsx";
import { ShareDialog } from "../ui/share-dialog.tsx";

interface CallDialogsProps {
  open: "share" | "settings" | null;
  name: string;
  onShare: (options: ShareOptions) => void;
  onClose: () => void;
}

/** The dialogs of a call; at most one is open. What is chosen in them is remembered. */
export function CallDialogs({ open, name, onShare, onClose }: CallDialogsProps) {
  if (open === "share") {
    return (
      <ShareDialog
        initial={preferences.value.share}
        onClose={onClose}
        onShare={(share) => {
          setPreferences({ share });
          onClose();
          onShare(share);
        }}
      />
    );
  }
  if (open === "settings") {
    return (
      <SettingsDialog
        name={name}
        onRename={(next) => {
          setPreferences({ name: next });
          void rename(next);
        }}
        microphone={self.value?.streams.find(({ source }) => source === "microphone")?.track ?? null}
        onVoiceMode={(mode) => void setVoiceMode(mode)}
        onProcessing={(change) => void setProcessing(change)}
        onDevice={(kind, deviceId) => void switchDevice(kind, deviceId)}
        onClose={onClose}
      />
    );
  }
  return null;
}
