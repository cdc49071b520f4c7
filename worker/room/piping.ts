import type { Family, Peer, PipePeer } from "../../protocol/node/pipes.ts";
import type { Report } from "../../protocol/node/reports.ts";
import { sharedFamily } from "../registry/families.ts";
import { isLinked } from "./nodes.ts";
import type { Producer, RoomNode, RoomState, Turn } from "./state.ts";
import { orderNode, refuseNode, tellConsumers } from "./turn.ts";

/**
 * Streams between the nodes of a room. Each pair of nodes has one pipe, and each stream goes through it once, to a node on which
 * somebody is. The room knows nothing of pipes that it would have to keep: whenever a node is linked, it is told its peers and the
 * streams anew, and does again only what it has not done.
 */
export function peerOf({ node, epoch }: RoomNode): Peer {
  return { nodeId: node.id, epoch };
}

/** Tells every node which others serve the room: they make the ends of their pipes, and say where those are. */
export function setPeers(turn: Turn): void {
  const { nodes } = turn.state;
  for (const own of nodes.values()) {
    const peers = [...nodes.values()].flatMap((other): PipePeer[] => {
      const family = wayBetween(own, other);
      return family === null ? [] : [{ ...peerOf(other), family }];
    });
    orderNode(turn, own.node.id, { type: "set-peers", peers });
  }
}

/** By which family of addresses the pipe between two nodes goes; null where there is none, as between one that is to end and one that it does not reach. */
function wayBetween({ node: one }: RoomNode, { node: other }: RoomNode): Family | null {
  return one.id === other.id ? null : sharedFamily(one.families, other.families);
}

/**
 * A node has just been linked, with pipes to these peers: it is to have all streams of the others, and they all of its own.
 */
export function pipeAll(turn: Turn, nodeId: string, held: readonly Peer[]): void {
  if (turn.state.nodes.size < 2 && held.length === 0) return;
  setPeers(turn);
  for (const producer of turn.state.producers.values()) {
    if (!producer.live) continue;
    if (producer.nodeId === nodeId) pipeToPeers(turn, producer);
    else pipe(turn, producer, nodeId);
  }
}

/** A stream is live on its own node: the others are to have it. */
export function pipeToPeers(turn: Turn, producer: Producer): void {
  for (const nodeId of turn.state.nodes.keys()) pipe(turn, producer, nodeId);
}

function pipe(turn: Turn, producer: Producer, to: string): void {
  const { state } = turn;
  const { id: producerId, nodeId: home } = producer;
  const [own, target] = [state.nodes.get(home), state.nodes.get(to)];
  if (!own || !target || !isLinked(state, to) || wayBetween(own, target) === null) return;
  orderNode(turn, home, { type: "pipe", producerId, peer: peerOf(target) });
}

/** A node has made its ends: each peer hears of the one that is for it. */
export function pipeEnds(turn: Turn, nodeId: string, { ends }: Extract<Report, { type: "pipe-ends" }>): void {
  const own = turn.state.nodes.get(nodeId);
  if (!own) return;
  for (const { peer, end } of ends) {
    if (isPeer(turn.state, peer))
      orderNode(turn, peer.nodeId, { type: "connect-pipe", peer: peerOf(own), end });
    else refuseNode(turn, nodeId, "foreign-pipe", `to ${peer.nodeId} in epoch ${peer.epoch}`);
  }
}

/** A node sends a stream to a peer, which is to take it. Of streams that are not its own to send, nothing is passed on. */
export function piped(
  turn: Turn,
  nodeId: string,
  { producerId, peer, stream }: Extract<Report, { type: "piped" }>,
): void {
  const { state } = turn;
  const own = state.nodes.get(nodeId);
  const producer = state.producers.get(producerId);
  // It may have ended meanwhile.
  if (!own || !producer?.live) return;
  if (producer.nodeId !== nodeId || !isPeer(state, peer)) {
    const detail = `${producerId} to ${peer.nodeId} in epoch ${peer.epoch}`;
    return refuseNode(turn, nodeId, "foreign-pipe", detail);
  }
  const { paused } = producer;
  orderNode(turn, peer.nodeId, {
    type: "receive",
    producerId,
    peer: peerOf(own),
    stream: { ...stream, paused },
  });
}

/** A stream has come to another node: who is there is told of their consumers. */
export function received(
  turn: Turn,
  nodeId: string,
  { producerId, consumers }: Extract<Report, { type: "received" }>,
): void {
  if (!turn.state.producers.get(producerId)?.live)
    return void orderNode(turn, nodeId, { type: "close-producer", producerId });
  tellConsumers(turn, nodeId, consumers);
}

/** Somebody behind a pipe takes a stream, or nobody does any more: its home sends it, or saves that. */
export function pipeFlow(
  turn: Turn,
  nodeId: string,
  { producerId, flows }: Extract<Report, { type: "pipe-flow" }>,
): void {
  const own = turn.state.nodes.get(nodeId);
  const producer = turn.state.producers.get(producerId);
  if (!own || !producer) return;
  const { nodeId: home } = producer;
  if (home !== nodeId) orderNode(turn, home, { type: "set-pipe-flow", producerId, peer: peerOf(own), flows });
}

/** Ends a stream on every node but its own, where it ends with its owner. */
export function endPiped(turn: Turn, producer: Producer): void {
  for (const nodeId of turn.state.nodes.keys())
    if (nodeId !== producer.nodeId)
      orderNode(turn, nodeId, { type: "close-producer", producerId: producer.id });
}

/** Whether a node serves the room, in that epoch. */
export function isPeer({ nodes }: RoomState, { nodeId, epoch }: Peer): boolean {
  return nodes.get(nodeId)?.epoch === epoch;
}
