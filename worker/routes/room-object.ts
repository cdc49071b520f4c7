import type { Env } from "../env.ts";
import type { RoomObject } from "../room/RoomObject.ts";

/** The object of the room with this id. */
export function roomObject(env: Env, roomId: string): DurableObjectStub<RoomObject> {
  return env.ROOMS.get(env.ROOMS.idFromName(roomId));
}
