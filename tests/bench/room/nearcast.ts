import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { PATHS, type Session } from "../../../protocol/api.ts";
import { LIMITS } from "../../../protocol/limits.ts";
import type { RoomDetails } from "../../../protocol/room/settings.ts";
import { ensureSecrets } from "../../../scripts/local/secrets.ts";
import { signJoinToken } from "../../../worker/auth/join-token.ts";
import { findProcess } from "./cpu-time.ts";
import type { Target } from "./target.ts";

/** As a target, with where browsers find a room that was prepared. */
export interface NearcastRooms extends Target {
  pageOf(room: number): string;
}

/**
 * The rooms of a local stack, in workerd, with the media node.
 *
 * @param pageJoin the first item that a real page has sent
 */
export async function nearcastRooms(
  origin: string,
  stateDirectory: string,
  pageJoin: object,
): Promise<NearcastRooms> {
  const { tokenSecret } = await ensureSecrets(stateDirectory, []);
  const secret = new TextEncoder().encode(tokenSecret);
  const rooms = new Map<number, { slug: string; roomId: string }>();
  const roomIdOf = (room: number): string => {
    const roomId = rooms.get(room)?.roomId;
    if (!roomId) throw new Error(`room ${room} was not prepared`);
    return roomId;
  };
  return {
    // wrangler runs another workerd in front; the one with the rooms is the one that has their storage open.
    pid: await findProcess("workerd", join(stateDirectory, "edge")),
    async prepare(room) {
      const slug =
        rooms.get(room)?.slug ??
        (await post<RoomDetails>(origin + PATHS.rooms, { settings: { limit: LIMITS.participantsPerRoom } }))
          .slug;
      const { roomId } = await post<Session>(origin + PATHS.session(slug));
      rooms.set(room, { slug, roomId });
    },
    pageOf: (room) => `${origin}/r/${rooms.get(room)?.slug}`,
    socketUrl: (room) => origin.replace(/^http/, "ws") + PATHS.socket(roomIdOf(room)),
    // Passes are signed here: the API gives out no more than so many a minute to one address.
    async joinItem(room, name) {
      const claims = {
        userId: randomUUID(),
        roomId: roomIdOf(room),
        isGuest: true,
        address: null,
        passwordId: null,
        invite: null,
        picture: null,
      };
      return { ...pageJoin, token: await signJoinToken(secret, claims), tab: randomUUID(), name };
    },
  };
}

async function post<T>(url: string, body: object = {}): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}
