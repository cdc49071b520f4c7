import { framed, utf8 } from "./bytes.ts";
import type { RoomKeys } from "./room-keys.ts";

const GROUPS = 8;

/**
 * A number for people to compare: 8 groups of 5 digits (132 bits) that are the same for everybody who has the same link
 * and sees the same identities in the room.
 */
export async function safetyNumber(keys: RoomKeys, identities: readonly string[]): Promise<string[]> {
  const all = framed(...[...identities].sort().map(utf8));
  const digest = new DataView(await crypto.subtle.sign("HMAC", keys.safety, all));
  // Six bytes for each group: what is left over of 2^48 favours no number by more than one in 2^31.
  return Array.from({ length: GROUPS }, (_, group) => {
    const value = digest.getUint32(6 * group) * 2 ** 16 + digest.getUint16(6 * group + 4);
    return String(value % 100_000).padStart(5, "0");
  });
}
