import {
  changeRoom,
  lock,
  may,
  rename,
  room,
  self,
  setBlur,
  setProcessing,
  setVoiceMode,
  switchDevice,
} from "../state/call.ts";
import { preferences, setPreferences } from "../state/preferences.ts";
import { roomLink, secretTextIn } from "../state/room-secret.ts";
import type { ShareOptions } from "../state/types.ts";
import { LazyRoomDialog } from "../ui/room/lazy-room-dialog.tsx";
import { SettingsDialog } from "../ui/settings-dialog.tsx";
import { ShareDialog } from "../ui/share-dialog.tsx";
import { fragment } from "./router.ts";

/** The dialog that is open. */
export type OpenDialog = "share" | "settings" | "room" | null;

interface CallDialogsProps {
  open: OpenDialog;
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
        microphone={ownTrack("microphone")}
        camera={ownTrack("camera")}
        onBlur={(on) => void setBlur(on)}
        onVoiceMode={(mode) => void setVoiceMode(mode)}
        onProcessing={(change) => void setProcessing(change)}
        onDevice={(kind, deviceId) => void switchDevice(kind, deviceId)}
        onClose={onClose}
      />
    );
  }
  if (open === "room" && room.value && (may("change-room") || may("invite"))) {
    const { slug } = room.value;
    return (
      <LazyRoomDialog
        room={room.value}
        may={may}
        linkOf={(invite) => roomLink(slug, secretTextIn(fragment.value), invite)}
        onChange={(change) => void changeRoom(change)}
        onLock={(locked) => void lock(locked)}
        onClose={onClose}
      />
    );
  }
  return null;
}

function ownTrack(source: "microphone" | "camera"): MediaStreamTrack | null {
  return self.value?.streams.find((stream) => stream.source === source)?.track ?? null;
}
