import { ROOM } from "./room.ts";

/** A room in which there is nobody, as it tells it to who joins. */
export const SNAPSHOT = {
  epoch: 2,
  seq: 10,
  room: ROOM,
  route: "direct" as const,
  participants: [],
  chat: [],
  reads: [],
};
