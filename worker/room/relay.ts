import { TIMES } from "../../protocol/limits.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import type { Participant, Turn } from "./state.ts";
import { answer, refuse, tell } from "./turn.ts";

/** Passes words on from one participant to another, unread. Nothing is kept for somebody who cannot hear now. */
export function relay(
  turn: Turn,
  sender: Participant & { socket: string },
  { to, channel, body, id }: Extract<ToRoom, { type: "relay" }>,
): void {
  if (to === sender.id) return refuse(turn, sender.socket, id, "bad_message", "to: expected somebody else");
  const target = turn.state.participants.get(to);
  if (!target) return refuse(turn, sender.socket, id, "unknown_participant");
  if (target.socket === null || target.joining !== null) {
    return refuse(turn, sender.socket, id, "participant_away", undefined, TIMES.relayRetryMs);
  }
  tell(turn, to, { type: "relayed", from: sender.id, channel, body });
  answer(turn, sender.socket, id, {});
}
