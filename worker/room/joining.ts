import { doorFor } from "./doors.ts";
import { wait } from "./lobby.ts";
import { enter } from "./presence.ts";
import type { Newcomer, Turn } from "./state.ts";
import { type From, refuse } from "./turn.ts";

/** Somebody wants to come in: they do, or wait at the door, or are told why they may not. */
export function join(turn: Turn, newcomer: Newcomer, message: From<"join">): void {
  const { userId, socket, now } = newcomer;
  const { participants, waiting } = turn.state;
  if ([...waiting.values()].some((one) => one.newcomer.socket === socket))
    return refuse(turn, socket, message.id, "already_joined");
  // The same tab is back, and takes the place that it has.
  const isBack = [...participants.values()].some((p) => p.userId === userId && p.tab === message.tab);
  const door = isBack ? "open" : doorFor(turn.state, newcomer, now);
  if (door === "open") return enter(turn, newcomer, message);
  if (door !== "wait") return refuse(turn, socket, message.id, door);
  // The token is used up, and nobody's business.
  wait(turn, { newcomer, message: { ...message, token: "" }, since: now });
}
