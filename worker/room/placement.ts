import { TIMES } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/node/reports.ts";
import type { ChosenNode } from "../registry/areas.ts";
import { attachParticipant } from "./media.ts";
import { regionsOf } from "./meta.ts";
import { nodeAt, ownPlaceOf, withoutOwnSearch } from "./nodes.ts";
import { pipeAll, setPeers } from "./piping.ts";
import { failPublish, removeProducer, removeProducersOf } from "./publishing.ts";
import {
  type Participant,
  type Producer,
  type RoomNode,
  type RoomState,
  type Search,
  type Turn,
  withEntry,
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
  type Sender,
} from "./turn.ts";
import { orderWatch } from "./watching.ts";
import { answerJoin } from "./welcome.ts";

/** Whom a node is looked for. */
type Seeker = Pick<Participant, "place" | "position">;

/**
 * Asks for the best node for people at a place, unless that is known or asked already. The answer is for all who are there.
 *
 * @param avoid a node that has just failed them
 */
export function seekNode(
  turn: Turn,
  now: number,
  { place, position }: Seeker,
  avoid: string | null = null,
): void {
  const known = turn.state.searches.get(place);
  if (turn.state.meta === null || known?.kind === "asked" || known?.kind === "found") return;
  const epoch = turn.state.epoch + 1;
  turn.state = { ...turn.state, epoch };
  putSearch(turn, place, { kind: "asked", epoch, at: now });
  turn.effects.push({
    type: "request-node",
    place,
    epoch,
    position,
    used: [...turn.state.nodes.keys()],
    avoid: avoid === null ? [] : [avoid],
    regions: regionsOf(turn.state),
  });
}

/** The registries' choice for a place: null where no node is free. Who waits there is attached to it. */
export function nodeChosen(
  turn: Turn,
  { place, epoch, node, now }: { place: string; epoch: number; node: ChosenNode | null; now: number },
): void {
  const search = turn.state.searches.get(place);
  if (search?.kind !== "asked" || search.epoch !== epoch) return;
  if (node === null || !mayBeIn(turn.state, node.region)) return findNone(turn, place, now);
  putSearch(turn, place, { kind: "found", nodeId: node.id });
  if (!turn.state.nodes.has(node.id)) {
    putNode(turn, { node, epoch, socket: null, since: now, askedAt: null, idleSince: now });
    turn.effects.push({ type: "serve", epoch, node });
    setPeers(turn);
  }
  for (const participant of waitingAt(turn.state, place)) {
    putParticipant(turn, { ...participant, nodeId: node.id, attached: false });
    attachParticipant(turn, participant.id);
  }
}

/** Nobody waits for media that may not come: joins are answered without, and an offer follows when a node is free. */
function findNone(turn: Turn, place: string, now: number): void {
  putSearch(turn, place, { kind: "none-free", retryAt: now + TIMES.nodeRetryMs });
  for (const { id, joining } of waitingAt(turn.state, place))
    if (joining !== null) answerJoin(turn, id, null);
}

/** Who is at a place and has no node. */
function waitingAt({ participants }: RoomState, place: string): Participant[] {
  return [...participants.values()].filter(
    (participant) => participant.nodeId === null && participant.place === place,
  );
}

/** A node's link is open, and this is what it holds: each side drops what the other does not know. */
export function nodeLinked(
  turn: Turn,
  socket: string,
  nodeId: string,
  holding: Extract<Report, { type: "holding" }>,
): void {
  const known = turn.state.nodes.get(nodeId);
  if (!known || holding.epoch !== known.epoch) {
    turn.effects.push({ type: "close", socket, reason: "not_serving" });
    return;
  }
  if (known.socket !== null && known.socket !== socket)
    turn.effects.push({ type: "close", socket: known.socket, reason: "replaced" });
  putNode(turn, { ...known, socket, askedAt: null });
  reconcile(turn, nodeId, new Set(holding.participantIds), new Set(holding.producerIds));
  pipeAll(turn, nodeId, holding.peers);
}

function reconcile(
  turn: Turn,
  nodeId: string,
  heldParticipants: ReadonlySet<string>,
  heldProducers: ReadonlySet<string>,
): void {
  for (const participantId of heldParticipants) {
    if (turn.state.participants.get(participantId)?.nodeId !== nodeId)
      orderNode(turn, nodeId, { type: "detach", participantId });
  }
  for (const producerId of heldProducers) {
    if (!turn.state.producers.get(producerId)?.live)
      orderNode(turn, nodeId, { type: "close-producer", producerId });
  }
  const own = participantsOn(turn.state, nodeId);
  const isOwn = new Set(own.map(({ id }) => id));
  for (const { id, participantId, live, paused } of turn.state.producers.values()) {
    if (isOwn.has(participantId) && !live) failPublish(turn, id, "media_unavailable");
    else if (isOwn.has(participantId) && !heldProducers.has(id)) removeProducer(turn, id, null);
    else if (heldProducers.has(id))
      orderNode(turn, nodeId, { type: "pause-producer", producerId: id, paused });
  }
  for (const participant of own) {
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

/**
 * A node is gone, and with it all media of whom it served: they move to another one, or to the same one anew. What the others
 * send and receive goes on.
 *
 * @param avoid a node that is taken only where there is no other
 */
export function nodeLost(turn: Turn, nodeId: string, now: number, avoid: string | null): void {
  const served = participantsOn(turn.state, nodeId);
  const participantIds = served.map(({ id }) => id);
  const isGone = ({ participantId }: Producer) => participantIds.includes(participantId);
  for (const { id, ...producer } of turn.state.producers.values())
    if (isGone({ id, ...producer }) && !producer.live) failPublish(turn, id, "media_unavailable");
  const gone = [...turn.state.producers.values()].filter(isGone);
  forgetNode(turn, nodeId);
  turn.state = { ...turn.state, producers: without(turn.state.producers, isGone) };
  for (const { id: producerId } of gone) orderAll(turn, { type: "close-producer", producerId });
  for (const participant of served) {
    putParticipant(turn, { ...participant, nodeId: null, attached: false });
    // Somebody else there may have found one before.
    seekNode(turn, now, participant, avoid);
  }
  if (served.length > 0) announce(turn, { type: "media-lost", participantIds });
  for (const place of new Set(served.map((participant) => participant.place))) settle(turn, place);
}

/**
 * Somebody's transports are beyond repair: they get others. Who asks again soon was not helped by those: whatever the registry hears of
 * the node, it does not reach them, and another one is looked for, for them alone. Where there is no other, it is the same one.
 */
export function renewMedia(turn: Turn, sender: Sender, message: From<"renew-media">, now: number): void {
  // Nobody ended them: viewers keep the last picture until the new one shows.
  removeProducersOf(turn, sender.id, null);
  const { rtpCapabilities, dtlsParameters } = message;
  const renewed = { ...sender, media: { rtpCapabilities, dtlsParameters }, attached: false, renewedAt: now };
  const { nodeId, renewedAt, position } = sender;
  if (nodeId !== null && renewedAt !== null && now < renewedAt + TIMES.renewedInVainMs) {
    orderNode(turn, nodeId, { type: "detach", participantId: sender.id });
    const place = ownPlaceOf(sender.id, now);
    turn.state = { ...turn.state, searches: withoutOwnSearch(turn.state.searches, sender) };
    putParticipant(turn, { ...renewed, nodeId: null, place });
    seekNode(turn, now, { place, position }, nodeId);
  } else {
    putParticipant(turn, renewed);
    attachParticipant(turn, sender.id);
  }
  answer(turn, sender.socket, message.id, {});
}

/** Who is at a place for which a node is known already, is attached there. */
function settle(turn: Turn, place: string): void {
  const nodeId = nodeAt(turn.state, place);
  if (nodeId === null) return;
  for (const participant of waitingAt(turn.state, place)) {
    putParticipant(turn, { ...participant, nodeId });
    attachParticipant(turn, participant.id);
  }
}

/** The room has one node less: nobody is sent there any more. */
function forgetNode(turn: Turn, nodeId: string): void {
  const { nodes, searches } = turn.state;
  const isThere = (search: Search) => search.kind === "found" && search.nodeId === nodeId;
  turn.state = { ...turn.state, nodes: withoutKey(nodes, nodeId), searches: without(searches, isThere) };
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

function mayBeIn(state: RoomState, region: string): boolean {
  return regionsOf(state)?.includes(region) ?? true;
}

function participantsOn({ participants }: RoomState, nodeId: string): Participant[] {
  return [...participants.values()].filter((participant) => participant.nodeId === nodeId);
}

/** Notes which nodes have nobody any more, or somebody again. */
export function settleNodes(turn: Turn, before: RoomState, now: number): void {
  const { nodes, participants } = turn.state;
  if (nodes === before.nodes && participants === before.participants) return;
  const used = new Set([...participants.values()].map(({ nodeId }) => nodeId));
  for (const known of nodes.values()) {
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
    emptySince: null,
    log: [],
    admitted: new Map(),
  };
}

/** What is due of the room's dealings with its nodes. */
export function placementDue(turn: Turn, now: number): void {
  const { emptySince, nodes, searches } = turn.state;
  if (emptySince !== null && now >= emptySince + TIMES.emptyRoomMs) return releaseAll(turn);
  for (const [place, search] of searches) searchDue(turn, place, search, now);
  for (const known of nodes.values()) nodeDue(turn, known, now);
}

function searchDue(turn: Turn, place: string, search: Search, now: number): void {
  if (search.kind === "asked" && now >= search.at + TIMES.nodeGraceMs) return findNone(turn, place, now);
  if (search.kind !== "none-free" || now < search.retryAt) return;
  const [first] = waitingAt(turn.state, place);
  if (first) seekNode(turn, now, first);
  else turn.state = { ...turn.state, searches: withoutKey(turn.state.searches, place) };
}

function nodeDue(turn: Turn, { node, socket, since, idleSince }: RoomNode, now: number): void {
  if (idleSince !== null && now >= idleSince + TIMES.emptyRoomMs) releaseNode(turn, node.id);
  else if (socket === null && now >= since + TIMES.nodeGraceMs) nodeLost(turn, node.id, now, node.id);
  else if (socket === null && now >= since + TIMES.nodeDoubtMs) doubtNode(turn, node.id, now);
}

/** When the room's placement next needs looking at, in milliseconds since 1970; null where it does not. */
export function placementAlarm({ nodes, searches, emptySince }: RoomState): number | null {
  const times = [
    emptySince === null ? null : emptySince + TIMES.emptyRoomMs,
    ...[...searches.values()].map((search) => {
      if (search.kind === "found") return null;
      return search.kind === "asked" ? search.at + TIMES.nodeGraceMs : search.retryAt;
    }),
    ...[...nodes.values()].flatMap(({ socket, since, askedAt, idleSince }) => [
      idleSince === null ? null : idleSince + TIMES.emptyRoomMs,
      socket === null ? since + (askedAt === null ? TIMES.nodeDoubtMs : TIMES.nodeGraceMs) : null,
    ]),
  ].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

function putSearch(turn: Turn, place: string, search: Search): void {
  turn.state = { ...turn.state, searches: withEntry(turn.state.searches, place, search) };
}
