import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RoomList } from "../../protocol/account.ts";
import { t } from "../language/translate.ts";
import { account } from "../state/remembered-account.ts";
import { deleteRoom, forgetVisit, listRooms } from "../state/rooms.ts";
import { FaultBox } from "../ui/fault-box.tsx";
import { ConfirmedButton } from "../ui/room/confirmed-button.tsx";
import { ROOM_WORDS } from "../ui/room/room-words.ts";
import { errorWords, type Words } from "../ui/words.ts";
import { forgetRoom } from "./recent-rooms.ts";
import { RecentRooms } from "./recent-rooms-list.tsx";
import { RoomSection } from "./room-section.tsx";

/** Whose rooms they are, and the list as it was last told: it is there at once when somebody comes back to it. */
const known = signal<{ userId: string; rooms: RoomList["rooms"] } | null>(null);

/** What went wrong with what was done last. */
const fault = signal<Words | null>(null);

/** The rooms of who is signed in; of everybody else, those that this browser remembers. */
export function MyRooms() {
  const userId = account.value?.id ?? null;
  useEffect(() => {
    if (userId !== null) void load(userId);
  }, [userId]);
  // Until they are known, and where they cannot be, what the browser remembers is better than nothing.
  if (userId === null || known.value?.userId !== userId) return <RecentRooms />;
  const { rooms } = known.value;
  return (
    <>
      <FaultBox words={fault.value} />
      <RoomSection
        title={t("Your rooms")}
        rooms={rooms.filter(({ isOwn }) => isOwn)}
        actions={({ slug, title }) => (
          <ConfirmedButton
            label={ROOM_WORDS.deleteShort}
            name={`${ROOM_WORDS.deleteShort} ${title}`}
            question={ROOM_WORDS.sureToDelete}
            danger
            onConfirm={() => void remove(slug, deleteRoom)}
          />
        )}
      />
      <RoomSection
        title={t("Recent rooms")}
        rooms={rooms.filter(({ isOwn }) => !isOwn)}
        onForget={(slug) => void remove(slug, forgetVisit)}
      />
    </>
  );
}

async function load(userId: string): Promise<void> {
  const answer = await listRooms();
  if (answer.kind === "ok" && account.value?.id === userId)
    known.value = { userId, rooms: answer.value.rooms };
}

/** Takes a room out of the list, by what does that on the server. */
async function remove(slug: string, by: typeof deleteRoom): Promise<void> {
  const answer = await by(slug);
  fault.value = answer.kind === "error" ? errorWords(answer.error.code, answer.error.message) : null;
  if (answer.kind === "error") return;
  forgetRoom(slug);
  if (known.value)
    known.value = { ...known.value, rooms: known.value.rooms.filter((room) => room.slug !== slug) };
}
