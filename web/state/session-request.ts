import * as v from "valibot";
import {
  apiErrorSchema,
  type createRoomSchema,
  PATHS,
  type RoomInfo,
  roomSchema,
  type Session,
  sessionSchema,
} from "../../protocol/api.ts";
import { type WireError, wireError } from "../../protocol/errors.ts";

/** What came of asking for a pass into a room. */
export type SessionResult =
  | { kind: "ok"; session: Session }
  | { kind: "not_found" }
  | { kind: "error"; error: WireError; offline: boolean };

/** What came of making a room. */
export type RoomResult =
  | { kind: "ok"; room: RoomInfo }
  | { kind: "error"; error: WireError; offline: boolean };

/** A pass is renewed when it is older than this: a join must not fail because somebody thought long about their name. */
const FRESH_MS = 4 * 60_000;
const receivedAt = new WeakMap<Session, number>();

/** Asks for a pass into a room. */
export async function requestSession(slug: string): Promise<SessionResult> {
  const answer = await post(PATHS.session(encodeURIComponent(slug)), {}, sessionSchema);
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
  const answer = await post(PATHS.rooms, room, roomSchema);
  return answer.kind === "ok" ? { kind: "ok", room: answer.value } : answer;
}

/** Whether a pass is young enough to join with. */
export function isFresh(session: Session): boolean {
  const at = receivedAt.get(session);
  return at !== undefined && Date.now() - at < Math.min(FRESH_MS, session.expiresIn * 800);
}

type Answer<T> = { kind: "ok"; value: T } | { kind: "error"; error: WireError; offline: boolean };

async function post<S extends v.GenericSchema>(
  path: string,
  body: unknown,
  schema: S,
): Promise<Answer<v.InferOutput<S>>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    return readAnswer(response.ok, await response.json().catch(() => undefined), schema);
  } catch {
    const error = wireError("internal", "Nearcast cannot be reached. Check your connection and try again.");
    return { kind: "error", error, offline: true };
  }
}

function readAnswer<S extends v.GenericSchema>(
  ok: boolean,
  body: unknown,
  schema: S,
): Answer<v.InferOutput<S>> {
  if (ok) {
    const parsed = v.safeParse(schema, body);
    if (parsed.success) return { kind: "ok", value: parsed.output };
  }
  const refused = v.safeParse(apiErrorSchema, body);
  return {
    kind: "error",
    error: refused.success ? refused.output.error : wireError("internal"),
    offline: false,
  };
}
