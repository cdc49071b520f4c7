import type { ErrorCode } from "../../protocol/errors.ts";
import type { Annotated } from "../../protocol/room/annotations.ts";
import type { Participant, Producer, Turn } from "./state.ts";
import {
  announce,
  answer,
  type From,
  putParticipant,
  putProducer,
  refuse,
  type Sender,
  tell,
  tellOthers,
} from "./turn.ts";

/** Passes on what somebody does on a share. The room keeps nothing of it but who has drawn what is kept. */
export function annotate(turn: Turn, sender: Sender, message: From<"annotate">): void {
  const { producerId, to, marks, id } = message;
  const fault = annotateFault(turn, sender, message);
  if (fault) return refuse(turn, sender.socket, id, fault);
  const item: { type: "annotated" } & Annotated = {
    type: "annotated",
    participantId: sender.id,
    producerId,
    marks,
  };
  if (to !== undefined) tell(turn, to, item);
  else tellOthers(turn, sender.id, item);
  const keeps = marks.some((mark) => mark.kind === "stroke" && mark.kept);
  if (keeps && !sender.keepsMarks) putParticipant(turn, { ...sender, keepsMarks: true });
  answer(turn, sender.socket, id, {});
}

function annotateFault(turn: Turn, sender: Sender, { producerId, to }: From<"annotate">): ErrorCode | null {
  const share = shareOf(turn, producerId);
  if (!share?.producer.live) return "unknown_producer";
  const { producer, owner } = share;
  // One may always draw on one's own share: that it is closed is about the others.
  if (owner.id !== sender.id && !producer.drawing) return "forbidden";
  return to === undefined || turn.state.participants.has(to) ? null : "unknown_participant";
}

/** Opens a share to the others' marks, or closes it, and then what was drawn is gone. */
export function setDrawing(turn: Turn, sender: Sender, message: From<"set-drawing">): void {
  const { producerId, drawing, id } = message;
  const share = shareOf(turn, producerId);
  if (!share) return refuse(turn, sender.socket, id, "unknown_producer");
  const { producer, owner } = share;
  // Nobody opens another one's share to be drawn on.
  if (owner.id !== sender.id && drawing) return refuse(turn, sender.socket, id, "forbidden");
  if (producer.drawing !== drawing) {
    putProducer(turn, { ...producer, drawing });
    if (producer.live) announce(turn, { type: "producer-drawing", producerId, drawing, by: sender.id });
  }
  answer(turn, sender.socket, id, {});
}

/** Somebody has joined or is back: who has drawn what is kept shows it to them, for the pages alone have it. */
export function recallMarks(turn: Turn, participantId: string): void {
  for (const { id, keepsMarks } of turn.state.participants.values()) {
    if (keepsMarks && id !== participantId) tell(turn, id, { type: "recall", participantId });
  }
}

function shareOf(turn: Turn, producerId: string): { producer: Producer; owner: Participant } | null {
  const producer = turn.state.producers.get(producerId);
  const owner = producer && turn.state.participants.get(producer.participantId);
  return producer?.source === "screen" && owner ? { producer, owner } : null;
}
