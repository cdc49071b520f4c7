import { TIMES } from "../../protocol/limits.ts";
import type { Turn } from "./state.ts";
import { answer, type From, refuse, type Sender, tell } from "./turn.ts";

/** Passes words on from one participant to another, unread. Nothing is kept for somebody who cannot hear now. */
export function relay(turn: Turn, sender: Sender, { to, channel, body, id }: From<"relay">): void {
  if (to === sender.id) return refuse(turn, sender.socket, id, "bad_message", "to: expected somebody else");
  const target = turn.state.participants.get(to);
  if (!target) return refuse(turn, sender.socket, id, "unknown_participant");
  if (target.socket === null || target.joining !== null) {
    return refuse(turn, sender.socket, id, "participant_away", undefined, TIMES.relayRetryMs);
  }
  tell(turn, to, { type: "relayed", from: sender.id, channel, body });
  answer(turn, sender.socket, id, {});
}
