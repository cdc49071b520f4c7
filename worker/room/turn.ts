import { type CloseReason, type ErrorCode, wireError } from "../../protocol/errors.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Order } from "../../protocol/node/orders.ts";
import type { RoomEvent, ToPage } from "../../protocol/room/to-page.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import { listeners, type Participant, type Producer, type Turn, withEntry } from "./state.ts";

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

export function close(turn: Turn, socket: string, reason: CloseReason): void {
  turn.effects.push({ type: "close", socket, reason });
}

/** Gives the room's node an order. False where no node is linked: then what it holds is compared when its link is back. */
export function order(turn: Turn, message: Omitting<Order, "epoch" | "id">): boolean {
  const { placement, epoch } = turn.state;
  if (placement.kind !== "linked") return false;
  turn.effects.push({ type: "order", socket: placement.socket, order: { ...message, epoch } as Order });
  return true;
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
