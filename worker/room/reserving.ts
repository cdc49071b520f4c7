import { LIMITS } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/node/reports.ts";
import { doorFor, isCrowded } from "./doors.ts";
import { isForeign } from "./media.ts";
import { isLinked, nodeAt, placeOf } from "./nodes.ts";
import {
  type Newcomer,
  type Reservation,
  type RoomState,
  type Turn,
  withEntry,
  withoutKey,
} from "./state.ts";
import { type From, orderNode } from "./turn.ts";

/**
 * Transports and consumers for who has the room's page open and has not joined. They are connected and set up while a name is typed, so
 * that a join waits neither for ICE and DTLS nor for the browser. Nothing flows, and nobody hears of it, until the join has been let in.
 */
export function reserve(turn: Turn, newcomer: Newcomer, message: From<"reserve">): void {
  const { state } = turn;
  const { socket, position, participantId, address, now } = newcomer;
  const { rtpCapabilities, dtlsParameters } = message;
  if (state.reservations.has(socket) || isFull(state, address)) return;
  const nodeId = nodeAt(state, placeOf(position));
  if (nodeId === null || !isLinked(state, nodeId)) return;
  if (doorFor(state, newcomer, now) !== "open") return;
  const reservation: Reservation = { participantId, nodeId, address, told: false };
  turn.state = { ...state, reservations: withEntry(state.reservations, socket, reservation) };
  orderNode(turn, nodeId, { type: "reserve", participantId, rtpCapabilities, dtlsParameters });
}

/** The node has made them: whoever asked connects, and sets up what there is to receive. */
export function reserved(
  turn: Turn,
  nodeId: string,
  { participantId, media }: Extract<Report, { type: "reserved" }>,
): void {
  for (const [socket, reservation] of turn.state.reservations) {
    if (reservation.participantId !== participantId || reservation.nodeId !== nodeId) continue;
    const told = { ...reservation, told: true };
    turn.state = { ...turn.state, reservations: withEntry(turn.state.reservations, socket, told) };
    const consumers = media.consumers.filter(isForeign(turn, participantId));
    turn.effects.push({ type: "send", socket, item: { type: "reserved", ...media, consumers } });
  }
}

/**
 * Somebody comes in by this socket, or it is gone: what was reserved for it is so no longer. Returns the participant's id under
 * which `nodeId` has it; null where that node has nothing, and elsewhere it is closed.
 */
export function takeReservation(turn: Turn, socket: string, nodeId: string | null): string | null {
  const reservation = turn.state.reservations.get(socket);
  if (!reservation) return null;
  const { participantId, told } = reservation;
  turn.state = { ...turn.state, reservations: withoutKey(turn.state.reservations, socket) };
  // Who joins before they have heard of it has nothing by it, and would only have their streams wait.
  if (reservation.nodeId === nodeId && told) return participantId;
  orderNode(turn, reservation.nodeId, { type: "detach", participantId });
  return null;
}

/** Whether a node has transports of this participant's that are reserved. */
export function isReserved({ reservations }: RoomState, participantId: string, nodeId: string): boolean {
  return [...reservations.values()].some(
    (reservation) => reservation.participantId === participantId && reservation.nodeId === nodeId,
  );
}

function isFull({ reservations }: RoomState, address: string | null): boolean {
  const addresses = [...reservations.values()].map((each) => each.address);
  return isCrowded(addresses, address, {
    inAll: LIMITS.reservationsPerRoom,
    fromAddress: LIMITS.reservationsPerAddress,
  });
}
