import { type CloseReason, type ErrorCode, wireError } from "../../protocol/errors.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Order } from "../../protocol/node/orders.ts";
import type { RoomEvent, ToPage } from "../../protocol/room/to-page.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import type { ConsumerParameters } from "../../protocol/rtp.ts";
import type { RefusalReason } from "../refusal-reasons.ts";
import { listeners, type Participant, type Producer, type RoomNode, type Turn, withEntry } from "./state.ts";

/** A message to the room, of one type. */
export type From<T extends ToRoom["type"]> = Extract<ToRoom, { type: T }>;
/** A participant who speaks: by this socket. */
export type Sender = Participant & { socket: string };

/** Leaves out of a union's members what the caller need not say. */
type Omitting<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Tells everybody, under the next sequence number, and keeps it for those who are away. Returns that number. */
export function announce(turn: Turn, event: Omitting<RoomEvent, "seq" | "id">): number {
  const seq = turn.state.seq + 1;
  const item = { ...event, seq } as RoomEvent;
  turn.state = { ...turn.state, seq, log: [...turn.state.log.slice(1 - LIMITS.eventLog), item] };
  // Whoever listens now; the item is made into text once.
  const sockets = Array.from(listeners(turn.state), ({ socket }) => socket);
  if (sockets.length > 0) turn.effects.push({ type: "broadcast", sockets, item });
  return seq;
}

/** Sends one participant an item, if it has a socket and has been answered. */
export function tell(turn: Turn, participantId: string, item: ToPage): void {
  const participant = turn.state.participants.get(participantId);
  if (participant?.socket && participant.joining === null) {
    turn.effects.push({ type: "send", socket: participant.socket, item });
  }
}

/** Tells participants of the consumers that a node made for them of others' streams, unless another node serves them by now. */
export function tellConsumers(
  turn: Turn,
  nodeId: string,
  consumers: readonly { participantId: string; consumer: ConsumerParameters }[],
): void {
  for (const { participantId, consumer } of consumers) {
    const isOwn = turn.state.producers.get(consumer.producerId)?.participantId === participantId;
    if (!isOwn && turn.state.participants.get(participantId)?.nodeId === nodeId)
      tell(turn, participantId, { type: "consumers", consumers: [consumer] });
  }
}

/** Sends an item to everybody but one participant, once; who is away misses it. */
export function tellOthers(turn: Turn, participantId: string, item: ToPage): void {
  const others = [...listeners(turn.state)].filter(({ id }) => id !== participantId);
  const sockets = others.map(({ socket }) => socket);
  if (sockets.length > 0) turn.effects.push({ type: "broadcast", sockets, item });
}

/** Answers a request; one without an id wants no answer. */
export function answer(turn: Turn, socket: string, request: number | null | undefined, ok: unknown): void {
  if (request) turn.effects.push({ type: "send", socket, item: { re: request, ok } });
}

/** Refuses a request; one without an id is refused in silence. */
export function refuse(
  turn: Turn,
  socket: string,
  request: number | null | undefined,
  code: ErrorCode,
  detail?: string,
  retryAfterMs?: number,
): void {
  if (request) {
    turn.effects.push({
      type: "send",
      socket,
      item: { re: request, error: wireError(code, detail, retryAfterMs) },
    });
  }
}

/** What a node said is not heard, for this reason. */
export function refuseNode(turn: Turn, nodeId: string, reason: RefusalReason, detail: string): void {
  turn.effects.push({ type: "refuse-node", nodeId, reason, detail });
}

export function close(turn: Turn, socket: string, reason: CloseReason): void {
  turn.effects.push({ type: "close", socket, reason });
}

/** An order, without what is the node's own. */
type OrderBody = Omitting<Order, "epoch" | "id">;

/** Gives a node of the room an order. False where it is not linked: then what it holds is compared when its link is back. */
export function orderNode(turn: Turn, nodeId: string | null, message: OrderBody): boolean {
  const { socket = null, epoch } = turn.state.nodes.get(nodeId ?? "") ?? {};
  if (socket === null) return false;
  turn.effects.push({ type: "order", socket, order: { ...message, epoch } as Order });
  return true;
}

/** Gives the node that serves a participant an order. False as with `orderNode`. */
export function orderFor(turn: Turn, participantId: string, message: OrderBody): boolean {
  return orderNode(turn, turn.state.participants.get(participantId)?.nodeId ?? null, message);
}

/** Gives every node of the room an order: what is about a stream concerns all that it is piped to. */
export function orderAll(turn: Turn, message: OrderBody): void {
  for (const nodeId of turn.state.nodes.keys()) orderNode(turn, nodeId, message);
}

export function putParticipant(turn: Turn, participant: Participant): void {
  turn.state = {
    ...turn.state,
    participants: withEntry(turn.state.participants, participant.id, participant),
  };
}

export function putProducer(turn: Turn, producer: Producer): void {
  turn.state = { ...turn.state, producers: withEntry(turn.state.producers, producer.id, producer) };
}

/** Changes what the room knows of one of its nodes. */
export function putNode(turn: Turn, node: RoomNode): void {
  turn.state = { ...turn.state, nodes: withEntry(turn.state.nodes, node.node.id, node) };
}
