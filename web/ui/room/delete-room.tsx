import { deleteRoom } from "../../state/rooms.ts";
import { FaultBox } from "../fault-box.tsx";
import { useSubmission } from "../use-submission.ts";
import { ConfirmedButton } from "./confirmed-button.tsx";
import { ROOM_DIALOG_WORDS } from "./dialog-words.ts";
import { ROOM_WORDS } from "./room-words.ts";

/** The end of the room. Its page hears of it as everybody else does. */
export function DeleteRoom({ slug }: { slug: string }) {
  const { fault, submit } = useSubmission(() => deleteRoom(slug));
  return (
    <div class="delete-room">
      <p class="field-hint">{ROOM_DIALOG_WORDS.deleteHint}</p>
      <FaultBox words={fault.value} />
      <ConfirmedButton
        label={ROOM_DIALOG_WORDS.delete}
        question={ROOM_WORDS.sureToDelete}
        danger
        onConfirm={() => void submit()}
      />
    </div>
  );
}
