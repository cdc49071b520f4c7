import { may } from "../../protocol/room/permissions.ts";
import { rulesOf } from "./meta.ts";
import type { Turn } from "./state.ts";
import { announce, answer, type From, putParticipant, refuse, type Sender } from "./turn.ts";

/** Says that a page records the call, or has it stop. It begins when this is answered: everybody has been told by then. */
export function setRecording(
  turn: Turn,
  sender: Sender,
  { participantId, recording, id }: From<"set-recording">,
): void {
  if (!turn.state.participants.has(participantId))
    return refuse(turn, sender.socket, id, "unknown_participant");
  tellRecording(turn, participantId, recording);
  answer(turn, sender.socket, id, {});
}

/** Ends somebody's recording if they may not record any more. */
export function endForbiddenRecording(turn: Turn, participantId: string): void {
  const role = turn.state.participants.get(participantId)?.role ?? "viewer";
  if (!may(role, "record", rulesOf(turn.state))) tellRecording(turn, participantId, false);
}

function tellRecording(turn: Turn, participantId: string, recording: boolean): void {
  const participant = turn.state.participants.get(participantId);
  if (!participant || participant.recording === recording) return;
  putParticipant(turn, { ...participant, recording });
  announce(turn, { type: "participant-changed", participantId, recording });
}
