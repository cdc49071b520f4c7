import { LIMITS } from "../../protocol/limits.ts";
import type { ReadMark } from "../../protocol/room/reading.ts";
import { type RoomState, type Turn, withEntry, withoutKey } from "./state.ts";
import { answer, type From, refuse, type Sender, tell, tellOthers } from "./turn.ts";

/** Shows the others that somebody is writing, or no longer. The room keeps nothing of it. */
export function setTyping(turn: Turn, sender: Sender, { on, id }: From<"set-typing">): void {
  tellOthers(turn, sender.id, { type: "typing", participantId: sender.id, on });
  answer(turn, sender.socket, id, {});
}

/** Notes how far somebody has read. It only ever grows: an older word of another tab changes nothing. */
export function markRead(turn: Turn, sender: Sender, { seq, id }: From<"mark-read">): void {
  const { state } = turn;
  // Nobody has read what is not written yet.
  if (seq > state.seq)
    return refuse(turn, sender.socket, id, "bad_message", "seq: expected a place in this room");
  const { authorId, name } = sender;
  if (seq > (state.reads.get(authorId)?.seq ?? -1)) {
    const mark = { authorId, name, seq };
    turn.state = { ...state, reads: withEntry(withPlace(state.reads, authorId), authorId, mark) };
    if (state.participants.size <= LIMITS.readersTold)
      tellOthers(turn, sender.id, { type: "read-marks", marks: [mark] });
  }
  answer(turn, sender.socket, id, {});
}

/** Where the room knows of as many people as it can: without who is furthest behind. */
function withPlace(reads: RoomState["reads"], authorId: string): RoomState["reads"] {
  if (reads.has(authorId) || reads.size < LIMITS.readMarksPerRoom) return reads;
  const behind = [...reads.values()].reduce((least, mark) => (mark.seq < least.seq ? mark : least));
  return withoutKey(reads, behind.authorId);
}

/** Who has read how far, as far as that reaches into the chat's tail. */
export function readMarksOf({ reads, chat }: RoomState): ReadMark[] {
  const from = chat[0]?.seq ?? 0;
  const marks = [...reads.values()].filter(({ seq }) => seq >= from);
  return marks.sort((a, b) => b.seq - a.seq).slice(0, LIMITS.readMarksTold);
}

/** Somebody is back, and may have missed who has read on. */
export function tellReadMarks(turn: Turn, participantId: string): void {
  const marks = readMarksOf(turn.state);
  if (marks.length > 0) tell(turn, participantId, { type: "read-marks", marks });
}
