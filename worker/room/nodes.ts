import type { Position } from "../../protocol/position.ts";
import type { RoundTrips } from "../../protocol/probes.ts";
import { KEPT_MS } from "../registry/select-node.ts";
import { type Participant, type RoomState, withoutKey } from "./state.ts";

/** People within so many degrees share the search for a node: 450 km, or 7 ms there and back. */
const PLACE_DEGREES = 4;

/** Where somebody is, as the room remembers which node is the best there. */
export function placeOf(position: Position | null): string {
  if (position === null) return "unknown";
  const { latitude, longitude } = position;
  return [latitude, longitude].map((degrees) => Math.round(degrees / PLACE_DEGREES)).join(",");
}

/** A place of which nobody else is: a node was looked for for this participant alone. */
export function ownPlaceOf(participantId: string, now: number): string {
  return `${participantId} ${now}`;
}

/** Whether somebody looks for a node by themselves. */
export function isOwnPlace({ id, place }: Pick<Participant, "id" | "place">): boolean {
  return place.startsWith(id);
}

/**
 * Whether somebody's way to nodes, as their page has measured it, says that the one for their place is not the best for them: another one is
 * nearer by so much that it is worth a search of their own.
 */
export function isFarther(nodeId: string | null, roundTrips: RoundTrips): boolean {
  const own = nodeId !== null && Object.hasOwn(roundTrips, nodeId) ? roundTrips[nodeId] : undefined;
  return own !== undefined && own - Math.min(...Object.values(roundTrips)) >= KEPT_MS;
}

/** The searches without the one that was for a participant alone, if there was one. */
export function withoutOwnSearch(
  searches: RoomState["searches"],
  participant: Pick<Participant, "id" | "place">,
): RoomState["searches"] {
  return isOwnPlace(participant) ? withoutKey(searches, participant.place) : searches;
}

/** The node of the room for whom comes from a place; null where none has been found yet. */
export function nodeAt({ searches }: RoomState, place: string): string | null {
  const search = searches.get(place);
  return search?.kind === "found" ? search.nodeId : null;
}

/** Whether a node of the room can be given orders. */
export function isLinked({ nodes }: RoomState, nodeId: string | null): boolean {
  return (nodes.get(nodeId ?? "")?.socket ?? null) !== null;
}

/** The epoch of the node that serves a participant; without one, the room's last, which no node of theirs can have had. */
export function epochOf({ nodes, epoch }: RoomState, { nodeId }: Pick<Participant, "nodeId">): number {
  return nodes.get(nodeId ?? "")?.epoch ?? epoch;
}
