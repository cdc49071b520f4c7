import { TIMES } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/node/reports.ts";
import { earliest } from "../earliest.ts";
import { attachParticipant } from "./media.ts";
import {
  beginMove,
  endMove,
  forgetMoves,
  freeMoves,
  isToMove,
  isUsedBy,
  movesAlarm,
  orderMove,
  replacedProducers,
  settleFormers,
} from "./moving.ts";
import { forgetSearches, mayBeIn, searchDue, seekNode, settle } from "./node-search.ts";
import { nodeAt, ownPlaceOf, withoutOwnSearch } from "./nodes.ts";
import { pipeAll, setPeers } from "./piping.ts";
import { failPublish, removeProducer, removeProducersOf } from "./publishing.ts";
import { forgetReservations, isReserved } from "./reserving.ts";
import {
  type Participant,
  type Producer,
  type RoomNode,
  type RoomState,
  type Turn,
  without,
  withoutKey,
} from "./state.ts";
import {
  announce,
  answer,
  type From,
  orderAll,
  orderNode,
  putNode,
  putParticipant,
  refuseNode,
  type Sender,
} from "./turn.ts";
import { orderWatch } from "./watching.ts";

/** A node's link is open, and this is what it holds: each side drops what the other does not know. */
export function nodeLinked(
  turn: Turn,
  socket: string,
  nodeId: string,
  holding: Extract<Report, { type: "holding" }>,
  now: number,
): void {
  const known = turn.state.nodes.get(nodeId);
  if (known?.epoch !== holding.epoch) {
    refuseNode(turn, nodeId, "not-serving", `epoch ${holding.epoch}, not ${known?.epoch ?? "any"}`);
    turn.effects.push({ type: "close", socket, reason: "not_serving" });
    return;
  }
  if (known.socket !== null && known.socket !== socket)
    turn.effects.push({ type: "close", socket: known.socket, reason: "replaced" });
  if (turn.state.nodes.size > 1 && hasBegunAnew(turn.state, nodeId, holding)) {
    // The others' ends of its pipes are connected to ends that are no more: in another epoch they are made anew.
    turn.effects.push({ type: "close", socket, reason: "not_serving" });
    return nodeLost(turn, nodeId, now, null);
  }
  // One that drains says so again.
  putNode(turn, { ...known, socket, askedAt: null, draining: false });
  reconcile(turn, nodeId, new Set(holding.participantIds), new Set(holding.producerIds));
  pipeAll(turn, nodeId, holding.peers);
}

/** Whether a node has nobody of those whom it served: its program was started again meanwhile. */
function hasBegunAnew(
  state: RoomState,
  nodeId: string,
  { participantIds }: Extract<Report, { type: "holding" }>,
): boolean {
  const served = participantsOn(state, nodeId).filter(({ attached }) => attached);
  return served.length > 0 && !served.some(({ id }) => participantIds.includes(id));
}

function reconcile(
  turn: Turn,
  nodeId: string,
  heldParticipants: ReadonlySet<string>,
  heldProducers: ReadonlySet<string>,
): void {
  for (const participantId of heldParticipants) {
    if (
      !isUsedBy(turn.state.participants.get(participantId), nodeId) &&
      !isReserved(turn.state, participantId, nodeId)
    )
      orderNode(turn, nodeId, { type: "detach", participantId });
  }
  const replaced = replacedProducers(turn.state);
  for (const producerId of heldProducers) {
    if (!turn.state.producers.get(producerId)?.live && !replaced.has(producerId))
      orderNode(turn, nodeId, { type: "close-producer", producerId });
  }
  for (const { id, nodeId: home, live, paused } of turn.state.producers.values()) {
    if (home === nodeId && !live) failPublish(turn, id, "media_unavailable");
    else if (home === nodeId && !heldProducers.has(id)) removeProducer(turn, id, null);
    else if (heldProducers.has(id))
      orderNode(turn, nodeId, { type: "pause-producer", producerId: id, paused });
  }
  for (const participant of turn.state.participants.values())
    if (participant.movesTo === nodeId) orderMove(turn, participant);
  for (const participant of participantsOn(turn.state, nodeId)) {
    if (participant.attached && heldParticipants.has(participant.id)) {
      orderWatch(turn, participant.id);
      continue;
    }
    // A node that was started anew has lost whom it had.
    if (participant.attached) putParticipant(turn, { ...participant, attached: false });
    attachParticipant(turn, participant.id);
  }
}

/** A node's link is lost. Its media may well flow on, so it is given time to come back. */
export function nodeLinkClosed(turn: Turn, socket: string, now: number): void {
  const lost = [...turn.state.nodes.values()].find((node) => node.socket === socket);
  if (lost) putNode(turn, { ...lost, socket: null, since: now, askedAt: null });
}

/**
 * Somebody hears nothing of a node: whether it is still there, its registry knows, which hears of it every second. One that was
 * started anew meanwhile begins to serve the room again.
 */
export function doubtNode(turn: Turn, nodeId: string | null, now: number): void {
  const known = turn.state.nodes.get(nodeId ?? "");
  if (!known || (known.askedAt !== null && now < known.askedAt + TIMES.nodeDoubtsApartMs)) return;
  putNode(turn, { ...known, askedAt: now });
  turn.effects.push({ type: "serve", epoch: known.epoch, node: known.node });
}

/** The registry knows nothing of a node any more: it is not waited for. */
export function nodeMissing(turn: Turn, nodeId: string, epoch: number, now: number): void {
  const known = turn.state.nodes.get(nodeId);
  if (known?.epoch !== epoch) return;
  // Should it only be cut off, it learns from this that it serves the room no more.
  if (known.socket !== null)
    turn.effects.push({ type: "close", socket: known.socket, reason: "not_serving" });
  nodeLost(turn, nodeId, now, nodeId);
}

/** The registry was started anew, as at a deployment, and the room with it: until it can say of a node that it is gone, that is waited for. */
export function nodeUnknown(turn: Turn, nodeId: string, epoch: number, now: number): void {
  const known = turn.state.nodes.get(nodeId);
  if (known?.epoch === epoch && known.socket === null) putNode(turn, { ...known, since: now });
}

/** The registry has heard that other nodes do not reach a node's media: it fails nobody by that, but who complains of it is believed. */
export function nodeUnreachable(turn: Turn, nodeId: string, epoch: number, now: number): void {
  const known = turn.state.nodes.get(nodeId);
  if (known?.epoch === epoch) putNode(turn, { ...known, unreachableAt: now });
}

/**
 * A node is gone, and with it all media of whom it served: they move to another one, or to the same one anew. What the others
 * send and receive goes on.
 *
 * @param avoid a node that is taken only where there is no other
 */
export function nodeLost(turn: Turn, nodeId: string, now: number, avoid: string | null): void {
  const served = participantsOn(turn.state, nodeId);
  const participantIds = served.map(({ id }) => id);
  forgetMoves(turn, nodeId);
  const isGone = ({ participantId }: Producer) => participantIds.includes(participantId);
  for (const { id, ...producer } of turn.state.producers.values())
    if (isGone({ id, ...producer }) && !producer.live) failPublish(turn, id, "media_unavailable");
  // Of who has just moved away from it.
  for (const producer of turn.state.producers.values())
    if (producer.nodeId === nodeId && !isGone(producer)) removeProducer(turn, producer.id, null);
  const gone = [...turn.state.producers.values()].filter(isGone);
  forgetNode(turn, nodeId);
  turn.state = { ...turn.state, producers: without(turn.state.producers, isGone) };
  for (const { id: producerId } of gone) orderAll(turn, { type: "close-producer", producerId });
  for (const participant of served) {
    endMove(turn, participant);
    putParticipant(turn, { ...participant, nodeId: null, attached: false, movesTo: null, former: null });
    // Somebody else there may have found one before.
    seekNode(turn, now, participant, avoid);
  }
  if (served.length > 0) announce(turn, { type: "media-lost", participantIds });
  for (const place of new Set(served.map((participant) => participant.place))) settle(turn, place);
}

/**
 * Somebody's transports are beyond repair: they get others. Who asks again soon was not helped by those: whatever the registry hears of
 * the node, it does not reach them, and another one is looked for, for them alone; and so it is at once where other nodes do not reach it
 * either. Where there is no other, it is the same one.
 */
export function renewMedia(turn: Turn, sender: Sender, message: From<"renew-media">, now: number): void {
  // Nobody ended them: viewers keep the last picture until the new one shows. What is only being published is published again.
  removeProducersOf(turn, sender.id, null, "media_unavailable");
  endMove(turn, sender);
  const { rtpCapabilities, dtlsParameters } = message;
  const media = { rtpCapabilities, dtlsParameters };
  const renewed = { ...sender, media, attached: false, movesTo: null, former: null, renewedAt: now };
  const { nodeId, renewedAt, position } = sender;
  const known = turn.state.nodes.get(nodeId ?? "");
  const isInVain = renewedAt !== null && now < renewedAt + TIMES.renewedInVainMs;
  if (nodeId !== null && (isInVain || isUnreachable(known, now))) {
    if (known && isInVain) turn.effects.push({ type: "report-node", node: known.node });
    orderNode(turn, nodeId, { type: "detach", participantId: sender.id });
    const place = ownPlaceOf(sender.id, now);
    turn.state = { ...turn.state, searches: withoutOwnSearch(turn.state.searches, sender) };
    putParticipant(turn, { ...renewed, nodeId: null, place });
    seekNode(turn, now, { id: sender.id, place, position, roundTrips: sender.roundTrips }, nodeId);
  } else {
    putParticipant(turn, renewed);
    attachParticipant(turn, sender.id);
  }
  answer(turn, sender.socket, message.id, {});
}

function isUnreachable(known: RoomNode | undefined, now: number): boolean {
  return known?.unreachableAt !== undefined && now < known.unreachableAt + TIMES.unreachableMs;
}

/** A node is to end. It is used as long as anybody is on it, and from now on each looks for another one. */
export function nodeDrains(turn: Turn, nodeId: string): void {
  const known = turn.state.nodes.get(nodeId);
  if (!known) return;
  putNode(turn, { ...known, draining: true });
  forgetSearches(turn, nodeId);
}

/**
 * Who is on a node that is to end moves to the one that is the best for them by now, so many at a time; it is looked for, where
 * that is not known.
 */
export function settleMoves(turn: Turn, before: RoomState, now: number): void {
  settleFormers(turn, before, now);
  if (![...turn.state.nodes.values()].some(({ draining }) => draining)) return;
  let free = freeMoves(turn.state);
  for (const participant of turn.state.participants.values()) {
    if (free <= 0) return;
    if (!isToMove(turn.state, participant)) continue;
    const nodeId = nodeAt(turn.state, participant.place);
    if (nodeId !== null) {
      beginMove(turn, participant, nodeId);
      free -= 1;
    } else if (!turn.state.searches.has(participant.place))
      seekNode(turn, now, participant, participant.nodeId);
  }
}

/** Whose move is over, or took too long: the old node has nothing of theirs any more. */
function movesDue(turn: Turn, now: number): void {
  for (const participant of turn.state.participants.values()) {
    const { id, former } = participant;
    if (former === null || now < former.until) continue;
    for (const { id: producerId, participantId, nodeId } of turn.state.producers.values())
      if (participantId === id && nodeId === former.nodeId) removeProducer(turn, producerId, null);
    endMove(turn, participant);
    putParticipant(turn, { ...participant, former: null });
  }
}

/** The room has one node less: nobody is sent there any more, and nothing is reserved there. */
function forgetNode(turn: Turn, nodeId: string): void {
  forgetSearches(turn, nodeId);
  forgetReservations(turn, nodeId);
  turn.state = { ...turn.state, nodes: withoutKey(turn.state.nodes, nodeId) };
  if (turn.state.nodes.size > 0) setPeers(turn);
}

/** The room may be in other regions from now on: media that is elsewhere moves, and who waits for a node asks again. */
export function obeyRegions(turn: Turn, now: number): void {
  turn.state = { ...turn.state, searches: without(turn.state.searches, ({ kind }) => kind !== "found") };
  for (const { node } of turn.state.nodes.values()) {
    if (mayBeIn(turn.state, node.region)) continue;
    orderNode(turn, node.id, { type: "close-room" });
    nodeLost(turn, node.id, now, null);
  }
  for (const participant of turn.state.participants.values())
    if (participant.nodeId === null) seekNode(turn, now, participant);
}

function participantsOn({ participants }: RoomState, nodeId: string): Participant[] {
  return [...participants.values()].filter((participant) => participant.nodeId === nodeId);
}

/** Notes which nodes have nobody any more, or somebody again. */
export function settleNodes(turn: Turn, before: RoomState, now: number): void {
  const { nodes, participants } = turn.state;
  if (nodes === before.nodes && participants === before.participants) return;
  const used = new Set(
    [...participants.values()].flatMap(({ nodeId, movesTo, former }) => [nodeId, movesTo, former?.nodeId]),
  );
  for (const known of nodes.values()) {
    if (known.draining && !used.has(known.node.id)) {
      releaseNode(turn, known.node.id);
      continue;
    }
    const idleSince = used.has(known.node.id) ? null : (known.idleSince ?? now);
    if (idleSince !== known.idleSince) putNode(turn, { ...known, idleSince });
  }
}

/** Nobody has been on a node for long enough: it forgets the room. */
function releaseNode(turn: Turn, nodeId: string): void {
  orderNode(turn, nodeId, { type: "close-room" });
  forgetNode(turn, nodeId);
}

/** The room has been empty for long enough: the meeting is over. */
function releaseAll(turn: Turn): void {
  orderAll(turn, { type: "close-room" });
  turn.state = {
    ...turn.state,
    nodes: new Map(),
    searches: new Map(),
    reservations: new Map(),
    emptySince: null,
    log: [],
    admitted: new Map(),
  };
}

/** What is due of the room's dealings with its nodes. */
export function placementDue(turn: Turn, now: number): void {
  const { emptySince, nodes, searches } = turn.state;
  if (emptySince !== null && now >= emptySince + TIMES.emptyRoomMs) return releaseAll(turn);
  movesDue(turn, now);
  for (const [place, search] of searches) searchDue(turn, place, search, now);
  for (const known of nodes.values()) nodeDue(turn, known, now);
}

function nodeDue(turn: Turn, { node, socket, since, idleSince }: RoomNode, now: number): void {
  if (idleSince !== null && now >= idleSince + TIMES.emptyRoomMs) releaseNode(turn, node.id);
  else if (socket === null && now >= since + TIMES.nodeGraceMs) nodeLost(turn, node.id, now, node.id);
  else if (socket === null && now >= since + TIMES.nodeDoubtMs) doubtNode(turn, node.id, now);
}

/** When the room's placement next needs looking at, in milliseconds since 1970; null where it does not. */
export function placementAlarm(state: RoomState): number | null {
  const { nodes, searches, emptySince } = state;
  return earliest([
    movesAlarm(state),
    emptySince === null ? null : emptySince + TIMES.emptyRoomMs,
    ...[...searches.values()].map((search) => {
      if (search.kind === "found") return null;
      return search.kind === "asked" ? search.at + TIMES.nodeGraceMs : search.retryAt;
    }),
    ...[...nodes.values()].flatMap((known) => [
      known.idleSince === null ? null : known.idleSince + TIMES.emptyRoomMs,
      known.socket === null ? nextDoubt(known) : null,
    ]),
  ]);
}

/** When a node whose link is lost is next asked after, or given up, in milliseconds since 1970. */
function nextDoubt({ since, askedAt }: RoomNode): number {
  if (askedAt === null) return since + TIMES.nodeDoubtMs;
  return Math.min(askedAt + TIMES.nodeDoubtsApartMs, since + TIMES.nodeGraceMs);
}
