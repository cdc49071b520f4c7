import { LIMITS } from "../../protocol/limits.ts";
import type { WaitingPerson } from "../../protocol/room/lobby.ts";
import { may } from "../../protocol/room/permissions.ts";
import { doorFor, hasPlace, isCrowded, resemblesBanned } from "./doors.ts";
import { rulesOf } from "./meta.ts";
import { enter } from "./presence.ts";
import {
  listeners,
  type RoomState,
  type Turn,
  type Waiting,
  withEntry,
  without,
  withoutKey,
} from "./state.ts";
import { answer, close, type From, refuse, type Sender } from "./turn.ts";

/** Has somebody wait at the door. Their `join` is answered when somebody has decided, or the door is open. */
export function wait(turn: Turn, waiting: Waiting): void {
  const { newcomer, message } = waiting;
  const others = [...turn.state.waiting.values()];
  const before = others.find((one) => isSamePage(one, waiting));
  const addresses = others.map((one) => one.newcomer.address);
  const isFull = isCrowded(addresses, newcomer.address, {
    inAll: LIMITS.waitingPerRoom,
    fromAddress: LIMITS.waitingPerAddress,
  });
  if (!before && isFull) return refuse(turn, newcomer.socket, message.id, "lobby_full");
  if (before) {
    drop(turn, before);
    close(turn, before.newcomer.socket, "replaced");
  }
  turn.state = { ...turn.state, waiting: withEntry(turn.state.waiting, newcomer.participantId, waiting) };
  tellWaiting(turn, waiting);
}

function isSamePage(one: Waiting, other: Waiting): boolean {
  return one.newcomer.userId === other.newcomer.userId && one.message.tab === other.message.tab;
}

/** Lets people in who wait, or sends them away. */
export function admit(turn: Turn, sender: Sender, message: From<"admit">, { now }: { now: number }): void {
  for (const id of message.ids) {
    const waiting = turn.state.waiting.get(id);
    if (!waiting) continue;
    drop(turn, waiting);
    if (message.admitted) letIn(turn, waiting, now);
    else sendAway(turn, waiting, "not_admitted");
  }
  answer(turn, sender.socket, message.id, {});
}

/** Somebody decided, and there may still be no place. */
function letIn(turn: Turn, waiting: Waiting, now: number): void {
  const { newcomer, message } = waiting;
  if (hasPlace(turn.state)) enter(turn, { ...newcomer, now }, message);
  else sendAway(turn, waiting, "room_full");
}

/** Whoever waits is told why they may not come in. */
function sendAway(turn: Turn, { newcomer, message }: Waiting, code: Parameters<typeof refuse>[3]): void {
  refuse(turn, newcomer.socket, message.id, code);
  close(turn, newcomer.socket, "left");
}

/** The door is another one: for whom it is open now, need not wait; for whom it is shut now, need not either. */
export function reconsider(turn: Turn, now: number): void {
  for (const waiting of turn.state.waiting.values()) {
    const door = doorFor(turn.state, waiting.newcomer, now);
    if (door === "wait" || door === "room_full") continue;
    drop(turn, waiting);
    if (door === "open") letIn(turn, waiting, now);
    else sendAway(turn, waiting, door);
  }
}

/** Somebody who waited has gone. */
export function stopWaiting(turn: Turn, socket: string): void {
  const waiting = [...turn.state.waiting.values()].find(({ newcomer }) => newcomer.socket === socket);
  if (waiting) drop(turn, waiting);
}

function drop(turn: Turn, { newcomer }: Waiting): void {
  turn.state = { ...turn.state, waiting: withoutKey(turn.state.waiting, newcomer.participantId) };
}

/** After a step: who may let people in is told who waits, and who waits whether anybody may let them in. */
export function settleLobby(turn: Turn, before: RoomState, now: number): void {
  const { state } = turn;
  const isSameDoor = before.meta === state.meta && before.participants === state.participants;
  if (before.waiting === state.waiting && (isSameDoor || state.waiting.size === 0)) return;
  const doormen = doormenOf(state);
  const known = new Set(before.waiting === state.waiting ? doormenOf(before) : []);
  const uninformed = doormen.filter((socket) => !known.has(socket));
  if (uninformed.length > 0) {
    const people = describeWaiting(state, now);
    turn.effects.push({ type: "broadcast", sockets: uninformed, item: { type: "lobby", people } });
  }
  if (doormenOf(before).length > 0 !== doormen.length > 0)
    for (const waiting of state.waiting.values()) tellWaiting(turn, waiting);
}

function tellWaiting(turn: Turn, { newcomer: { socket } }: Waiting): void {
  const attended = doormenOf(turn.state).length > 0;
  turn.effects.push({ type: "send", socket, item: { type: "waiting", attended } });
}

/** The sockets of those in the room who may let people in. */
function doormenOf(state: RoomState): string[] {
  const doormen = [...listeners(state)].filter(({ role }) => may(role, "admit", rulesOf(state)));
  return doormen.map(({ socket }) => socket);
}

function describeWaiting(state: RoomState, now: number): WaitingPerson[] {
  const inOrder = [...state.waiting.values()].sort((a, b) => a.since - b.since);
  return inOrder.map(({ newcomer, message }) => ({
    id: newcomer.participantId,
    name: message.name,
    isGuest: newcomer.isGuest,
    resemblesBanned: resemblesBanned(state, newcomer, now),
  }));
}

/** Nobody of this person waits any more; where they do, they are told why. */
export function sendAwayAll(turn: Turn, userId: string, code: Parameters<typeof refuse>[3]): void {
  for (const waiting of turn.state.waiting.values())
    if (waiting.newcomer.userId === userId) sendAway(turn, waiting, code);
  turn.state = {
    ...turn.state,
    waiting: without(turn.state.waiting, ({ newcomer }) => newcomer.userId === userId),
  };
}
