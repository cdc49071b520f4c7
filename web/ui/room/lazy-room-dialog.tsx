import { useSignal } from "@preact/signals";
import type { ComponentProps } from "preact";
import { useEffect } from "preact/hooks";
import { notify } from "../../state/notices.ts";
import { NOT_LOADED } from "../words.ts";

type RoomDialog = typeof import("./room-dialog.tsx").RoomDialog;

/** The room's settings, loaded when they are first opened: most people never do. */
export function LazyRoomDialog(props: ComponentProps<RoomDialog>) {
  const loaded = useSignal<{ RoomDialog: RoomDialog } | null>(null);
  const { onClose } = props;
  useEffect(() => {
    import("./room-dialog.tsx").then(
      (module) => {
        loaded.value = module;
      },
      () => {
        notify("error", NOT_LOADED.what);
        onClose();
      },
    );
  }, [loaded, onClose]);
  return loaded.value ? <loaded.value.RoomDialog {...props} /> : null;
}
