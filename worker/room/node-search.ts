import { TIMES } from "../../protocol/limits.ts";
import type { ChosenNode } from "../registry/areas.ts";
import { canServeTogether } from "../registry/families.ts";
import { stillApart } from "./broken-pipes.ts";
import { attachParticipant } from "./media.ts";
import { regionsOf } from "./meta.ts";
import { isToMove } from "./moving.ts";
import { isOwnPlace, nodeAt } from "./nodes.ts";
import { setPeers } from "./piping.ts";
import {
  type Participant,
  type RoomState,
  type Search,
  type Turn,
  withEntry,
  without,
  withoutKey,
} from "./state.ts";
import { putNode, putParticipant } from "./turn.ts";
import { answerJoin } from "./welcome.ts";

/** Whom a node is looked for. */
type Seeker = Pick<Participant, "id" | "place" | "position" | "roundTrips">;

/**
 * Asks for the best node for people at a place, unless that is known or asked already. The answer is for all who are there.
 *
 * @param avoid a node that has just failed them
 */
export function seekNode(turn: Turn, now: number, seeker: Seeker, avoid: string | null = null): void {
  const { place, position, roundTrips } = seeker;
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
    // What is true of one need not be so for all who are there.
    roundTrips: isOwnPlace(seeker) ? roundTrips : {},
    used: [...turn.state.nodes.values()]
      .filter(({ draining }) => !draining)
      .map(({ node }) => ({ id: node.id, families: node.families })),
    avoid: [...new Set([...(avoid === null ? [] : [avoid]), ...Object.keys(stillApart(turn.state, now))])],
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
  // A node that has just begun to drain may have been chosen before its registry heard of it.
  const isDraining = turn.state.nodes.get(node?.id ?? "")?.draining === true;
  if (node === null || isDraining || !mayBeIn(turn.state, node.region) || !reachesAll(turn.state, node))
    return findNone(turn, place, now);
  putSearch(turn, place, { kind: "found", nodeId: node.id });
  if (!turn.state.nodes.has(node.id)) {
    putNode(turn, { node, epoch, socket: null, since: now, askedAt: null, idleSince: now, draining: false });
    turn.effects.push({ type: "serve", epoch, node });
    setPeers(turn);
  }
  for (const participant of waitingAt(turn.state, place)) {
    putParticipant(turn, { ...participant, nodeId: node.id, attached: false });
    attachParticipant(turn, participant.id);
  }
}

/** Whether a node has a way to all others. One that another search has found meanwhile, its registry did not know of. */
function reachesAll({ nodes }: RoomState, chosen: ChosenNode): boolean {
  return [...nodes.values()].every(({ node, draining }) => draining || canServeTogether(node, chosen));
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

/** Who is at a place for which a node is known already, is attached there. */
export function settle(turn: Turn, place: string): void {
  const nodeId = nodeAt(turn.state, place);
  if (nodeId === null) return;
  for (const participant of waitingAt(turn.state, place)) {
    putParticipant(turn, { ...participant, nodeId });
    attachParticipant(turn, participant.id);
  }
}

/** Where a node was the best one, another one is looked for. */
export function forgetSearches(turn: Turn, nodeId: string): void {
  const isThere = (search: Search) => search.kind === "found" && search.nodeId === nodeId;
  turn.state = { ...turn.state, searches: without(turn.state.searches, isThere) };
}

/** What is due of the search for a place: it took too long, or is tried again. */
export function searchDue(turn: Turn, place: string, search: Search, now: number): void {
  if (search.kind === "asked" && now >= search.at + TIMES.nodeGraceMs) return findNone(turn, place, now);
  if (search.kind !== "none-free" || now < search.retryAt) return;
  const first = [...turn.state.participants.values()].find(
    (participant) =>
      participant.place === place && (participant.nodeId === null || isToMove(turn.state, participant)),
  );
  if (first) seekNode(turn, now, first);
  else turn.state = { ...turn.state, searches: withoutKey(turn.state.searches, place) };
}

/** Whether the room may be in a region. */
export function mayBeIn(state: RoomState, region: string): boolean {
  return regionsOf(state)?.includes(region) ?? true;
}

function putSearch(turn: Turn, place: string, search: Search): void {
  turn.state = { ...turn.state, searches: withEntry(turn.state.searches, place, search) };
}
