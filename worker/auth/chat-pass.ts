import { jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import { AUDIENCES } from "../../protocol/api.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { TIMES } from "../../protocol/limits.ts";
import { bearerToken } from "./bearer-token.ts";

const claimsSchema = v.object({ sub: uuidSchema, room: uuidSchema });

/** Who may read the chat of which room. */
interface ChatPassClaims {
  readonly userId: string;
  readonly roomId: string;
}

/** A pass to read one room's chat, good for `TIMES.chatPassSeconds`. Only the room gives it, to who is in it. */
export function signChatPass(secret: Uint8Array, { userId, roomId }: ChatPassClaims): Promise<string> {
  return new SignJWT({ room: roomId })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(userId)
    .setAudience(AUDIENCES.chat)
    .setIssuedAt()
    .setExpirationTime(`${TIMES.chatPassSeconds}s`)
    .sign(secret);
}

/** What the bearer token of a request says, or null where it is not one of ours, is for another room, or has expired. */
export async function verifyChatPass(
  secret: Uint8Array,
  authorization: string | undefined,
  roomId: string,
): Promise<ChatPassClaims | null> {
  const token = bearerToken(authorization);
  if (token === null) return null;
  try {
    const { payload } = await jwtVerify(token, secret, { algorithms: ["HS256"], audience: AUDIENCES.chat });
    const { sub, room } = v.parse(claimsSchema, payload);
    return room === roomId ? { userId: sub, roomId: room } : null;
  } catch {
    return null;
  }
}
