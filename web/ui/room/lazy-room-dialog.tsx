import type { ComponentProps } from "preact";
import { notify } from "../../state/notices.ts";
import { useLoaded } from "../use-loaded.ts";
import { NOT_LOADED } from "../words.ts";

const load = () => import("./room-dialog.tsx");
type RoomDialog = Awaited<ReturnType<typeof load>>["RoomDialog"];

/** The room's settings, loaded when they are first opened: most people never do. */
export function LazyRoomDialog(props: ComponentProps<RoomDialog>) {
  const loaded = useLoaded(load, true, () => {
    notify("error", NOT_LOADED.what);
    props.onClose();
  });
  return loaded ? <loaded.RoomDialog {...props} /> : null;
}
