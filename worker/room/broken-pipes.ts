import { TIMES } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/node/reports.ts";
import { isPeer, peerOf } from "./piping.ts";
import type { RoomNode, RoomState, Search, Turn } from "./state.ts";
import { orderNode, putNode, refuseNode } from "./turn.ts";

/**
 * Pipes that carry nothing while both their nodes live: between those two packets are lost, by a firewall or a route, and who is on the one sees
 * nothing of the other one's people. No node is believed alone. One hears nothing, the other one has sent: then one of the two leaves the room.
 */

/** A node hears nothing by its pipe to a peer, who is asked whether it sends. */
export function pipeSilent(
  turn: Turn,
  nodeId: string,
  { peer, silentMs }: Extract<Report, { type: "pipe-silent" }>,
  now: number,
): void {
  const own = turn.state.nodes.get(nodeId);
  // It may have left the room meanwhile.
  if (!own || !isPeer(turn.state, peer)) return;
  putNode(turn, { ...own, deafTo: { ...own.deafTo, [peer.nodeId]: now } });
  orderNode(turn, peer.nodeId, { type: "check-pipe", peer: peerOf(own), silentMs });
}

/** What a node sends to a peer is lost, as both say: one of them leaves the room. */
export function pipeBroken(
  turn: Turn,
  nodeId: string,
  { peer }: Extract<Report, { type: "pipe-broken" }>,
  now: number,
): void {
  const own = turn.state.nodes.get(nodeId);
  const deaf = isPeer(turn.state, peer) ? turn.state.nodes.get(peer.nodeId) : undefined;
  if (!own || !deaf) return;
  const deafAt = deaf.deafTo?.[nodeId] ?? Number.NEGATIVE_INFINITY;
  if (now >= deafAt + TIMES.pipeDoubtMs)
    return refuseNode(turn, nodeId, "foreign-pipe", `to ${peer.nodeId}, which does not miss it`);
  // Whom the one that ends leaves behind are on the other one soon, or elsewhere.
  if (own.draining || deaf.draining) return;
  const [leaves, stays] = isWorse(turn.state, own, deaf, now) ? [own, deaf] : [deaf, own];
  leave(turn, leaves, stays.node.id, now);
  const pipe = { from: nodeId, to: peer.nodeId, leaves: leaves.node.id };
  turn.effects.push({ type: "pipe-broken", pipe });
}

/**
 * Whether the one of two nodes is rather to leave: people say that their path to it fails, or the registry that nobody reaches it, so that nothing
 * may get in or out there at all; else the one with fewer people.
 */
function isWorse(state: RoomState, one: RoomNode, other: RoomNode, now: number): boolean {
  const isDoubted = ({ askedAt, unreachableAt }: RoomNode) =>
    Math.max(askedAt ?? 0, unreachableAt ?? 0) > now - TIMES.pipeDoubtMs;
  if (isDoubted(one) !== isDoubted(other)) return isDoubted(one);
  return peopleOn(state, one) < peopleOn(state, other);
}

/**
 * Who is on a node moves to the other one as if it were to end, and so does who comes from the same places. That one is known to reach them
 * all by way of its own people, and no third one is.
 */
function leave(turn: Turn, { node, ...known }: RoomNode, staysId: string, now: number): void {
  putNode(turn, { node, ...known, draining: true });
  const searches = [...turn.state.searches].map(([place, search]): [string, Search] => {
    const isThere = search.kind === "found" && search.nodeId === node.id;
    return [place, isThere ? { kind: "found", nodeId: staysId } : search];
  });
  turn.state = {
    ...turn.state,
    searches: new Map(searches),
    apart: { ...stillApart(turn.state, now), [node.id]: now + TIMES.apartMs },
  };
}

/** The nodes that left not long ago. */
export function stillApart({ apart }: RoomState, now: number): RoomState["apart"] {
  return Object.fromEntries(Object.entries(apart).filter(([, until]) => now < until));
}

function peopleOn({ participants }: RoomState, { node }: RoomNode): number {
  return [...participants.values()].filter(({ nodeId }) => nodeId === node.id).length;
}
