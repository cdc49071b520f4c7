import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { earliest } from "../earliest.ts";
import { epochOf, isLinked } from "./nodes.ts";
import {
  type Former,
  type Participant,
  type Producer,
  type RoomState,
  type Turn,
  withEntry,
} from "./state.ts";
import { answer, type From, orderAll, orderNode, putParticipant, type Sender } from "./turn.ts";

/**
 * How people leave a node that is to end, so that nobody sees or hears a gap. The other node makes their transports while theirs
 * serve them on; the page receives all there, and publishes each stream there to replace the old one. What was sent by way of the
 * old node flows until everybody shows what takes its place: then the participant is detached there.
 */

/** Whether somebody is to move, and can: their page listens, and has media. */
export function isToMove({ nodes }: RoomState, participant: Participant): boolean {
  const { nodeId, attached, socket, joining, movesTo, former } = participant;
  if (!nodes.get(nodeId ?? "")?.draining) return false;
  return attached && socket !== null && joining === null && movesTo === null && former === null;
}

/** How many may begin to move now: not all at once. */
export function freeMoves({ participants }: RoomState): number {
  const moving = [...participants.values()].filter(({ movesTo }) => movesTo !== null);
  return LIMITS.movesAtOnce - moving.length;
}

/** Has another node make transports for somebody; `attached` follows. */
export function beginMove(turn: Turn, participant: Participant, nodeId: string): void {
  const moving = { ...participant, movesTo: nodeId };
  putParticipant(turn, moving);
  orderMove(turn, moving);
}

/** Tells the other node so. One that is not linked yet is told when it is. */
export function orderMove(turn: Turn, { id: participantId, movesTo, media }: Participant): void {
  if (isLinked(turn.state, movesTo)) orderNode(turn, movesTo, { type: "attach", participantId, ...media });
}

/** The other node has made the transports: it is the participant's from now on. */
export function changeOver(turn: Turn, participant: Participant, now: number): void {
  const { nodeId, movesTo } = participant;
  const former: Former | null =
    nodeId === null ? null : { nodeId, producerIds: [], hasMoved: false, until: now + TIMES.moveMs };
  putParticipant(turn, { ...participant, nodeId: movesTo, movesTo: null, former });
}

/** The other node could not make them: the participant stays, and another one is looked for after a while. */
export function stay(turn: Turn, participant: Participant, now: number): void {
  const search = { kind: "none-free", retryAt: now + TIMES.nodeRetryMs } as const;
  putParticipant(turn, { ...participant, movesTo: null });
  turn.state = { ...turn.state, searches: withEntry(turn.state.searches, participant.place, search) };
}

/** Whether a stream whose place another one has just taken flows on for a while, because its owner moves. */
export function flowsOn(turn: Turn, replaced: Producer, by: Producer): boolean {
  const owner = turn.state.participants.get(replaced.participantId);
  if (replaced.nodeId === by.nodeId || owner?.former?.nodeId !== replaced.nodeId) return false;
  const producerIds = [...owner.former.producerIds, replaced.id];
  putParticipant(turn, { ...owner, former: { ...owner.former, producerIds } });
  return true;
}

/** The page receives all by way of the node that it moved to. */
export function moved(turn: Turn, sender: Sender, { epoch, id }: From<"moved">): void {
  const { former } = sender;
  if (former && epoch === epochOf(turn.state, sender))
    putParticipant(turn, { ...sender, former: { ...former, hasMoved: true } });
  answer(turn, sender.socket, id, {});
}

/** Where somebody receives all, and all that they send has been replaced, nothing is needed for longer than the others take to show that. */
export function settleFormers(turn: Turn, before: RoomState, now: number): void {
  const { participants, producers } = turn.state;
  if (participants === before.participants && producers === before.producers) return;
  for (const participant of participants.values()) {
    const { id, former } = participant;
    if (!former?.hasMoved) continue;
    const until = now + (former.producerIds.length > 0 ? TIMES.moveOverlapMs : 0);
    if (former.until <= until) continue;
    const isThere = ({ participantId, nodeId }: Producer) => participantId === id && nodeId === former.nodeId;
    if ([...producers.values()].some(isThere)) continue;
    putParticipant(turn, { ...participant, former: { ...former, until } });
  }
}

/** When the next move is over, in milliseconds since 1970; null where nobody moves. */
export function movesAlarm({ participants }: RoomState): number | null {
  return earliest([...participants.values()].map(({ former }) => former?.until));
}

/** Takes somebody off the nodes that they move from and to; the caller changes what the room knows of them. */
export function endMove(turn: Turn, { id: participantId, nodeId, movesTo, former }: Participant): void {
  for (const other of [movesTo, former?.nodeId ?? null])
    if (other !== nodeId) orderNode(turn, other, { type: "detach", participantId });
  closeReplaced(turn, former);
}

/** What others have replaced flows no longer. */
function closeReplaced(turn: Turn, former: Former | null): void {
  for (const producerId of former?.producerIds ?? []) orderAll(turn, { type: "close-producer", producerId });
}

/** A node is gone: who was to move there stays for now, and what flowed on there is over. */
export function forgetMoves(turn: Turn, nodeId: string): void {
  for (const participant of turn.state.participants.values()) {
    const { movesTo, former } = participant;
    const isFormer = former?.nodeId === nodeId;
    if (movesTo !== nodeId && !isFormer) continue;
    if (isFormer) closeReplaced(turn, former);
    putParticipant(turn, {
      ...participant,
      movesTo: movesTo === nodeId ? null : movesTo,
      former: isFormer ? null : former,
    });
  }
}

/** Whether a node has, or is to have, transports of somebody. */
export function isUsedBy(participant: Participant | undefined, nodeId: string): boolean {
  const { nodeId: own, movesTo, former } = participant ?? {};
  return own === nodeId || movesTo === nodeId || former?.nodeId === nodeId;
}

/** The streams that others have replaced, and that flow still. */
export function replacedProducers({ participants }: RoomState): ReadonlySet<string> {
  return new Set([...participants.values()].flatMap(({ former }) => former?.producerIds ?? []));
}
