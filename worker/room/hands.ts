import type { Turn } from "./state.ts";
import { announce, answer, type From, putParticipant, type Sender, tellOthers } from "./turn.ts";

/** Raises one's hand, or takes it down. Raised again it keeps its place in the order. */
export function raiseHand(
  turn: Turn,
  sender: Sender,
  { raised, id }: From<"raise-hand">,
  { now }: { now: number },
): void {
  const hand = raised ? (sender.hand ?? now) : null;
  setHand(turn, sender.id, hand);
  answer(turn, sender.socket, id, {});
}

/** Takes others' hands down. Who has left meanwhile is passed over. */
export function lowerHands(turn: Turn, sender: Sender, { participantIds, id }: From<"lower-hands">): void {
  for (const participantId of participantIds) setHand(turn, participantId, null);
  answer(turn, sender.socket, id, {});
}

function setHand(turn: Turn, participantId: string, hand: number | null): void {
  const participant = turn.state.participants.get(participantId);
  if (!participant || participant.hand === hand) return;
  putParticipant(turn, { ...participant, hand });
  announce(turn, { type: "participant-changed", participantId, hand });
}

/** Shows something to all others for a moment. */
export function cheer(turn: Turn, sender: Sender, { reaction, id }: From<"cheer">): void {
  tellOthers(turn, sender.id, { type: "cheered", participantId: sender.id, reaction });
  answer(turn, sender.socket, id, {});
}
