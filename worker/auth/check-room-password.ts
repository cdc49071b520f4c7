import type { Database } from "../db/client.ts";
import { addTry, endTries, waitAfter } from "../db/password-tries.ts";
import type { RoomPassword } from "../room/state.ts";
import { verifyPassword } from "./password.ts";

/** What came of trying a room's password. */
export type RoomPasswordCheck =
  | { readonly kind: "right" | "wrong" }
  | { readonly kind: "too_many"; readonly waitMs: number };

/**
 * Tries a room's password.
 *
 * @param address whose tries are counted, as `addressKey` makes it: a name of a network in this room alone
 */
export async function checkRoomPassword(
  sql: Database,
  address: string | null,
  { id, hash }: RoomPassword,
  password: string,
  now: number,
): Promise<RoomPasswordCheck> {
  const key = `room ${id} ${address ?? ""}`;
  const waitMs = waitAfter(await addTry(sql, key, now), now);
  if (waitMs > 0) return { kind: "too_many", waitMs };
  if (!(await verifyPassword(password, hash))) return { kind: "wrong" };
  await endTries(sql, key);
  return { kind: "right" };
}
