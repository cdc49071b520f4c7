import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/node/reports.ts";
import { earliest } from "../earliest.ts";
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
import { isScreen, tellDemand } from "./watching.ts";

/**
 * Transports and consumers for who has the room's page open and has not joined. They are connected and set up while a name is typed, so
 * that a join waits neither for ICE and DTLS nor for the browser. Nothing flows to them, and nobody is shown them, until the join has been
 * let in. But for a while screens are sent to their node as if they were in: to begin a picture takes its sender as long as all else.
 */
export function reserve(turn: Turn, newcomer: Newcomer, message: From<"reserve">): void {
  const { state } = turn;
  const { socket, position, participantId, address, now } = newcomer;
  const { rtpCapabilities, dtlsParameters } = message;
  if (state.reservations.has(socket) || isFull(state, address)) return;
  const nodeId = nodeAt(state, placeOf(position));
  if (nodeId === null || !isLinked(state, nodeId)) return;
  if (doorFor(state, newcomer, now) !== "open") return;
  const hasScreen = [...state.producers.values()].some(isScreen);
  const reservation: Reservation = {
    participantId,
    nodeId,
    address,
    told: false,
    // Only where it changes what is sent does the room wake to see that it is over.
    ...(hasScreen && { expectedUntil: now + TIMES.expectedMs }),
  };
  change(turn, withEntry(state.reservations, socket, reservation), participantId);
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
 * Somebody comes in by this socket: what was reserved for it is so no longer. Returns the participant's id under which `nodeId` has it;
 * null where that node has nothing, and elsewhere it is closed. What they want to see counts for as much as what they were expected to.
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

/** Who has not joined by this socket will not: it is gone. */
export function dropReservation(turn: Turn, socket: string): void {
  const before = turn.state;
  const participantId = before.reservations.get(socket)?.participantId;
  if (participantId === undefined) return;
  takeReservation(turn, socket, null);
  tellDemand(turn, before, participantId);
}

/** Nothing is reserved on a node any more: the room has it no longer. */
export function forgetReservations(turn: Turn, nodeId: string): void {
  for (const [socket, reservation] of turn.state.reservations)
    if (reservation.nodeId === nodeId)
      change(turn, withoutKey(turn.state.reservations, socket), reservation.participantId);
}

/** Who was expected at any moment and has not come may come or not: nothing is sent for them meanwhile. */
export function reservationsDue(turn: Turn, now: number): void {
  for (const [socket, reservation] of turn.state.reservations) {
    const { expectedUntil, ...later } = reservation;
    if (expectedUntil === undefined || now < expectedUntil) continue;
    change(turn, withEntry(turn.state.reservations, socket, later), later.participantId);
  }
}

/** When the next one's time is up, in milliseconds since 1970; null where nobody is expected. */
export function reservationsAlarm({ reservations }: RoomState): number | null {
  return earliest([...reservations.values()].map(({ expectedUntil }) => expectedUntil));
}

/** What is reserved for somebody changes: owners of screens hear it where those are wanted in another size for it. */
function change(turn: Turn, reservations: RoomState["reservations"], participantId: string): void {
  const before = turn.state;
  turn.state = { ...before, reservations };
  tellDemand(turn, before, participantId);
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
