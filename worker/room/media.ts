import { TIMES } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/node/reports.ts";
import type { ConsumerParameters } from "../../protocol/rtp.ts";
import { changeOver, stay } from "./moving.ts";
import { epochOf } from "./nodes.ts";
import type { Turn } from "./state.ts";
import { answer, type From, orderFor, orderNode, putParticipant, refuse, type Sender, tell } from "./turn.ts";
import { orderWatch, tellWholeDemand } from "./watching.ts";
import { answerJoin } from "./welcome.ts";

/** Has the node make a participant's transports anew, or take those that were reserved with what is `ready`; `attached` follows. */
export function attachParticipant(turn: Turn, participantId: string, ready?: readonly string[]): void {
  const participant = turn.state.participants.get(participantId);
  if (!participant) return;
  orderFor(turn, participantId, {
    type: "attach",
    participantId,
    ...participant.media,
    ...(ready && { ready: [...ready] }),
  });
  orderWatch(turn, participantId);
}

/** The node has made a participant's transports: its join is answered with them, or they are offered. */
export function attached(
  turn: Turn,
  nodeId: string,
  report: Extract<Report, { type: "attached" }>,
  now: number,
): void {
  const { participantId } = report;
  const before = turn.state.participants.get(participantId);
  const moves = before?.movesTo === nodeId;
  if (moves) changeOver(turn, before, now);
  const participant = turn.state.participants.get(participantId);
  if (participant?.nodeId !== nodeId) {
    orderNode(turn, nodeId, { type: "detach", participantId });
    return;
  }
  putParticipant(turn, { ...participant, attached: true });
  const consumers = report.media.consumers.filter(isForeign(turn, participantId));
  const media = { ...report.media, consumers };
  const epoch = epochOf(turn.state, participant);
  if (participant.joining !== null) answerJoin(turn, participantId, media);
  else tell(turn, participantId, { type: "offer", epoch, media, ...(moves && { moves }) });
  tellWholeDemand(turn, participantId);
  if (moves) orderWatch(turn, participantId);
}

/** The node could not: the participant is in the room without media, until its page asks again. */
export function attachFailed(
  turn: Turn,
  nodeId: string,
  { participantId }: Extract<Report, { type: "attach-failed" }>,
  now: number,
): void {
  const participant = turn.state.participants.get(participantId);
  if (participant?.movesTo === nodeId) return stay(turn, participant, now);
  if (participant?.nodeId !== nodeId) return;
  if (participant.joining !== null) answerJoin(turn, participantId, null);
  tell(turn, participantId, { type: "media-failed", retryAfterMs: TIMES.nodeRetryMs });
}

/** The node names consumers of a participant, who asked for them. */
export function consuming(
  turn: Turn,
  nodeId: string,
  { participantId, consumers }: Extract<Report, { type: "consuming" }>,
): void {
  if (turn.state.participants.get(participantId)?.nodeId !== nodeId) return;
  tell(turn, participantId, {
    type: "consumers",
    consumers: consumers.filter(isForeign(turn, participantId)),
  });
}

/** A producer may have ended while the node made a consumer of it. And who has just moved has some on their old node. */
export function isForeign({ state }: Turn, participantId: string): (consumer: ConsumerParameters) => boolean {
  return ({ producerId }) => {
    const producer = state.producers.get(producerId);
    return producer?.live === true && producer.participantId !== participantId;
  };
}

export function startConsumers(
  turn: Turn,
  sender: Sender,
  { consumerIds, id }: From<"start-consumers">,
): void {
  const ordered = orderFor(turn, sender.id, {
    type: "start-consumers",
    participantId: sender.id,
    consumerIds,
  });
  answerIfOrdered(turn, sender, id, ordered);
}

export function consume(turn: Turn, sender: Sender, { producerIds, id }: From<"consume">): void {
  const wanted = producerIds.filter((producerId) => {
    const producer = turn.state.producers.get(producerId);
    return producer?.live && producer.participantId !== sender.id;
  });
  const order = { type: "consume", participantId: sender.id, producerIds: wanted } as const;
  answerIfOrdered(turn, sender, id, orderFor(turn, sender.id, order));
}

/** Credentials for relays are made outside of a step: where they come from may take a while to answer. */
export function renewIceServers(turn: Turn, { socket }: Sender, { id }: From<"renew-ice-servers">): void {
  if (id) turn.effects.push({ type: "give-ice-servers", socket, request: id });
}

export function restartIce(turn: Turn, sender: Sender, { direction, id }: From<"restart-ice">): void {
  if (!id) return;
  const order = { type: "restart-ice", participantId: sender.id, direction, request: id } as const;
  const ordered = orderFor(turn, sender.id, order);
  if (!ordered) refuse(turn, sender.socket, id, "media_unavailable", undefined, TIMES.nodeRetryMs);
}

/** Who has moved meanwhile repairs the old path no longer: what its node says of it is for nobody. */
export function iceRestarted(
  turn: Turn,
  nodeId: string,
  { participantId, request, iceParameters }: Extract<Report, { type: "ice-restarted" }>,
): void {
  const participant = turn.state.participants.get(participantId);
  if (!participant?.socket || participant.nodeId !== nodeId) return;
  if (iceParameters) answer(turn, participant.socket, request, iceParameters);
  else refuse(turn, participant.socket, request, "media_unavailable", undefined, TIMES.nodeRetryMs);
}

function answerIfOrdered(turn: Turn, sender: Sender, request: number | undefined, ordered: boolean): void {
  if (ordered) answer(turn, sender.socket, request, {});
  else refuse(turn, sender.socket, request, "media_unavailable", undefined, TIMES.nodeRetryMs);
}
