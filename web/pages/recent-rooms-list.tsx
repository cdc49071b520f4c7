import { useSignal } from "@preact/signals";
import { t } from "../language/translate.ts";
import { forgetRoom, recentRooms } from "./recent-rooms.ts";
import { RoomSection } from "./room-section.tsx";

/** The rooms that this browser was in lately. */
export function RecentRooms() {
  const rooms = useSignal(recentRooms());
  return (
    <RoomSection
      title={t("Recent rooms")}
      rooms={rooms.value}
      onForget={(slug) => {
        forgetRoom(slug);
        rooms.value = recentRooms();
      }}
    />
  );
}
