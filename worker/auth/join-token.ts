import { jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import { AUDIENCES } from "../../protocol/api.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { TIMES } from "../../protocol/limits.ts";
import type { Visitor } from "../room/doors.ts";

const claimsSchema = v.object({
  sub: uuidSchema,
  room: uuidSchema,
  guest: v.boolean(),
  address: v.nullable(v.string()),
  password: v.nullable(v.string()),
  invite: v.nullable(v.string()),
  picture: v.nullable(uuidSchema),
  jti: uuidSchema,
  exp: v.number(),
});

/** Who may join which room, once. */
export interface JoinClaims extends Visitor {
  readonly roomId: string;
  /** The id of their picture. */
  readonly picture: string | null;
  readonly tokenId: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** A pass into one room for one join, good for `TIMES.joinTokenSeconds`. */
export function signJoinToken(
  secret: Uint8Array,
  {
    userId,
    roomId,
    isGuest,
    address,
    passwordId,
    invite,
    picture,
  }: Omit<JoinClaims, "tokenId" | "expiresAt">,
): Promise<string> {
  return new SignJWT({ room: roomId, guest: isGuest, address, password: passwordId, invite, picture })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(userId)
    .setAudience(AUDIENCES.join)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${TIMES.joinTokenSeconds}s`)
    .sign(secret);
}

/** What a token says, or null where it is not one of ours, is for another room, or has expired. */
export async function verifyJoinToken(
  secret: Uint8Array,
  token: string,
  roomId: string,
): Promise<JoinClaims | null> {
  try {
    const { payload } = await jwtVerify(token, secret, { algorithms: ["HS256"], audience: AUDIENCES.join });
    const claims = v.parse(claimsSchema, payload);
    if (claims.room !== roomId) return null;
    const { sub, room, guest, address, password, invite, picture, jti, exp } = claims;
    const visitor = { userId: sub, isGuest: guest, address, passwordId: password, invite };
    return { ...visitor, roomId: room, picture, tokenId: jti, expiresAt: exp };
  } catch {
    return null;
  }
}
