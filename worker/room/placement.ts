import { TIMES } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/node/reports.ts";
import type { Position } from "../../protocol/position.ts";
import type { ChosenNode } from "../registry/areas.ts";
import { attachParticipant } from "./media.ts";
import { regionsOf } from "./meta.ts";
import { failPublish, removeProducer } from "./publishing.ts";
import type { RoomState, Turn } from "./state.ts";
import { announce, order, putParticipant } from "./turn.ts";
import { orderWatch } from "./watching.ts";
import { answerJoin } from "./welcome.ts";

/**
 * Asks for a node in a new epoch, unless the room has one or asks already: the nearest to those who are in, or to who opens the
 * room's page. `avoid` is a node that just failed it.
 */
export function ensureNode(
  turn: Turn,
  now: number,
  { avoid = null, opener = null }: { avoid?: string | null; opener?: Position | null } = {},
): void {
  const { placement, meta, participants } = turn.state;
  if (meta === null || (placement.kind !== "none" && placement.kind !== "unavailable")) return;
  const epoch = turn.state.epoch + 1;
  turn.state = { ...turn.state, epoch, placement: { kind: "requested", at: now } };
  const people =
    participants.size > 0 ? [...participants.values()].map(({ position }) => position) : [opener];
  const positions = people.flatMap((position) => position ?? []);
  turn.effects.push({ type: "request-node", epoch, avoid, positions, regions: regionsOf(turn.state) });
}

/** The registry's choice: null where no node is free. */
export function nodeChosen(turn: Turn, epoch: number, node: ChosenNode | null, now: number): void {
  if (turn.state.placement.kind !== "requested" || epoch !== turn.state.epoch) return;
  if (node === null || !mayBeIn(turn.state, node.region)) return becomeUnavailable(turn, now);
  turn.state = { ...turn.state, placement: { kind: "awaited", node, since: now, askedAt: null } };
  turn.effects.push({ type: "serve", epoch, node });
}

/** Nobody waits for media that may not come: joins are answered without, and an offer follows when a node is free. */
function becomeUnavailable(turn: Turn, now: number): void {
  turn.state = { ...turn.state, placement: { kind: "unavailable", retryAt: now + TIMES.nodeRetryMs } };
  for (const participant of turn.state.participants.values()) {
    if (participant.joining !== null) answerJoin(turn, participant.id, null);
  }
}

/** The node's link is open, and this is what it holds: each side drops what the other does not know. */
export function nodeLinked(
  turn: Turn,
  socket: string,
  nodeId: string,
  holding: Extract<Report, { type: "holding" }>,
): void {
  const { placement, epoch } = turn.state;
  const isPlaced = placement.kind === "awaited" || placement.kind === "linked";
  if (!isPlaced || placement.node.id !== nodeId || holding.epoch !== epoch) {
    turn.effects.push({ type: "close", socket, reason: "not_serving" });
    return;
  }
  if (placement.kind === "linked" && placement.socket !== socket) {
    turn.effects.push({ type: "close", socket: placement.socket, reason: "replaced" });
  }
  const { node } = placement;
  turn.state = { ...turn.state, placement: { kind: "linked", node, socket, askedAt: null } };
  reconcile(turn, new Set(holding.participantIds), new Set(holding.producerIds));
}

function reconcile(
  turn: Turn,
  heldParticipants: ReadonlySet<string>,
  heldProducers: ReadonlySet<string>,
): void {
  for (const participantId of heldParticipants) {
    if (!turn.state.participants.has(participantId)) order(turn, { type: "detach", participantId });
  }
  for (const producerId of heldProducers) {
    if (!turn.state.producers.get(producerId)?.live) order(turn, { type: "close-producer", producerId });
  }
  for (const producer of turn.state.producers.values()) {
    if (!producer.live) failPublish(turn, producer.id, "media_unavailable");
    else if (!heldProducers.has(producer.id)) removeProducer(turn, producer.id, null);
    else order(turn, { type: "pause-producer", producerId: producer.id, paused: producer.paused });
  }
  for (const participant of turn.state.participants.values()) {
    if (participant.attached && heldParticipants.has(participant.id)) {
      orderWatch(turn, participant.id);
      continue;
    }
    // A node that was started anew has lost whom it had.
    if (participant.attached) putParticipant(turn, { ...participant, attached: false });
    attachParticipant(turn, participant.id);
  }
}

/** The node's link is lost. Its media may well flow on, so it is given time to come back. */
export function nodeLinkClosed(turn: Turn, socket: string, now: number): void {
  const { placement } = turn.state;
  if (placement.kind !== "linked" || placement.socket !== socket) return;
  const { node } = placement;
  turn.state = { ...turn.state, placement: { kind: "awaited", node, since: now, askedAt: null } };
}

/**
 * Somebody hears nothing of the node: whether it is still there, its registry knows, which hears of it every second. One that was
 * started anew meanwhile begins to serve the room again.
 */
export function doubtNode(turn: Turn, now: number): void {
  const { placement, epoch } = turn.state;
  if (placement.kind !== "awaited" && placement.kind !== "linked") return;
  const { node, askedAt } = placement;
  if (askedAt !== null && now < askedAt + TIMES.nodeDoubtsApartMs) return;
  turn.state = { ...turn.state, placement: { ...placement, askedAt: now } };
  turn.effects.push({ type: "serve", epoch, node });
}

/** The registry knows nothing of the node any more: it is not waited for. */
export function nodeMissing(turn: Turn, epoch: number, now: number): void {
  const { placement } = turn.state;
  if (epoch !== turn.state.epoch) return;
  if (placement.kind !== "awaited" && placement.kind !== "linked") return;
  // Should it only be cut off, it learns from this that it serves the room no more.
  if (placement.kind === "linked")
    turn.effects.push({ type: "close", socket: placement.socket, reason: "not_serving" });
  nodeLost(turn, now, placement.node.id);
}

/** The node is gone, and all media with it: everybody moves to another one, or to the same one anew. */
export function nodeLost(turn: Turn, now: number, avoid: string | null): void {
  const waiting = [...turn.state.producers.values()].filter((producer) => !producer.live);
  for (const producer of waiting) failPublish(turn, producer.id, "media_unavailable");
  turn.state = { ...turn.state, placement: { kind: "none" }, producers: new Map() };
  for (const participant of turn.state.participants.values()) {
    if (participant.attached) putParticipant(turn, { ...participant, attached: false });
  }
  if (turn.state.participants.size === 0) return;
  ensureNode(turn, now, { avoid });
  announce(turn, { type: "media-lost", epoch: turn.state.epoch });
}

/** The room may be in other regions from now on: media that is elsewhere moves, and who waits for a node asks again. */
export function obeyRegions(turn: Turn, now: number): void {
  const { placement } = turn.state;
  if (placement.kind === "none") return;
  if (placement.kind === "requested" || placement.kind === "unavailable") {
    turn.state = { ...turn.state, placement: { kind: "none" } };
    ensureNode(turn, now);
  } else if (!mayBeIn(turn.state, placement.node.region)) {
    order(turn, { type: "close-room" });
    nodeLost(turn, now, null);
  }
}

function mayBeIn(state: RoomState, region: string): boolean {
  return regionsOf(state)?.includes(region) ?? true;
}

/** The room has been empty for long enough: the meeting is over, and the node forgets it. */
function releaseNode(turn: Turn): void {
  order(turn, { type: "close-room" });
  turn.state = { ...turn.state, placement: { kind: "none" }, emptySince: null, log: [], admitted: new Map() };
}

/** What is due of the room's dealings with its node. */
export function placementDue(turn: Turn, now: number): void {
  const { placement, emptySince } = turn.state;
  if (emptySince !== null && now >= emptySince + TIMES.emptyRoomMs) releaseNode(turn);
  else if (placement.kind === "unavailable" && now >= placement.retryAt) {
    if (turn.state.participants.size > 0) ensureNode(turn, now);
    else turn.state = { ...turn.state, placement: { kind: "none" } };
  } else if (placement.kind === "awaited" && now >= placement.since + TIMES.nodeGraceMs)
    nodeLost(turn, now, placement.node.id);
  else if (placement.kind === "awaited" && now >= placement.since + TIMES.nodeDoubtMs) doubtNode(turn, now);
  else if (placement.kind === "requested" && now >= placement.at + TIMES.nodeGraceMs)
    becomeUnavailable(turn, now);
}

/** When the room's placement next needs looking at, in milliseconds since 1970; null where it does not. */
export function placementAlarm({ placement, emptySince }: Turn["state"]): number | null {
  const times = [
    emptySince === null ? null : emptySince + TIMES.emptyRoomMs,
    placement.kind === "unavailable" ? placement.retryAt : null,
    placement.kind === "awaited"
      ? placement.since + (placement.askedAt === null ? TIMES.nodeDoubtMs : TIMES.nodeGraceMs)
      : null,
    placement.kind === "requested" ? placement.at + TIMES.nodeGraceMs : null,
  ].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}
