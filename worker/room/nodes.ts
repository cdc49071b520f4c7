import type { Position } from "../../protocol/position.ts";
import type { Participant, RoomState } from "./state.ts";

/** People within so many degrees share the search for a node: 450 km, or 7 ms there and back. */
const PLACE_DEGREES = 4;

/** Where somebody is, as the room remembers which node is the best there. */
export function placeOf(position: Position | null): string {
  if (position === null) return "unknown";
  const { latitude, longitude } = position;
  return [latitude, longitude].map((degrees) => Math.round(degrees / PLACE_DEGREES)).join(",");
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
