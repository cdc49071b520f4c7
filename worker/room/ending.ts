import { EMPTY_ROOM, type Turn } from "./state.ts";
import { close, orderAll } from "./turn.ts";

/** The room is no more: whoever is in it or waits is told, its nodes let go of it, and it knows nothing any more. */
export function end(turn: Turn): void {
  const { participants, waiting } = turn.state;
  const sockets = [
    ...[...participants.values()].map(({ socket }) => socket),
    ...[...waiting.values()].map(({ newcomer }) => newcomer.socket),
  ];
  for (const socket of sockets) if (socket !== null) close(turn, socket, "deleted");
  orderAll(turn, { type: "close-room" });
  turn.state = EMPTY_ROOM;
}
