import type * as v from "valibot";
import {
  type createRoomSchema,
  PATHS,
  type Session,
  type SessionRequest,
  sessionSchema,
} from "../../protocol/api.ts";
import type { WireError } from "../../protocol/errors.ts";
import { type RoomDetails, roomDetailsSchema } from "../../protocol/room/settings.ts";
import { request } from "./request.ts";

/** What came of asking for a pass into a room. */
export type SessionResult =
  | { kind: "ok"; session: Session }
  | { kind: "not_found" }
  | { kind: "error"; error: WireError; offline: boolean };

/** What came of making a room. */
export type RoomResult =
  | { kind: "ok"; room: RoomDetails }
  | { kind: "error"; error: WireError; offline: boolean };

/** A pass is renewed when it is older than this: a join must not fail because somebody thought long about their name. */
const FRESH_MS = 4 * 60_000;
const receivedAt = new WeakMap<Session, number>();

/** Asks for a pass into a room, with what one has to come in with. */
export async function requestSession(slug: string, entry: SessionRequest): Promise<SessionResult> {
  const answer = await request("POST", PATHS.session(encodeURIComponent(slug)), entry, sessionSchema);
  if (answer.kind === "ok") {
    receivedAt.set(answer.value, Date.now());
    return { kind: "ok", session: answer.value };
  }
  return answer.error.code === "room_not_found" || answer.error.code === "not_found"
    ? { kind: "not_found" }
    : answer;
}

/** Makes a room. */
export async function createRoom(room: v.InferInput<typeof createRoomSchema>): Promise<RoomResult> {
  const answer = await request("POST", PATHS.rooms, room, roomDetailsSchema);
  return answer.kind === "ok" ? { kind: "ok", room: answer.value } : answer;
}

/** Whether a pass is young enough to join with, and what came with it to find a way with. */
export function isFresh(session: Session): boolean {
  const at = receivedAt.get(session);
  const { expiresIn, ice } = session;
  const freshMs = Math.min(FRESH_MS, expiresIn * 800, (ice.expiresIn ?? expiresIn) * 500);
  return at !== undefined && Date.now() - at < freshMs;
}
