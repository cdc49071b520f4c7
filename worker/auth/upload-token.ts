import { jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import { AUDIENCES } from "../../protocol/api.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { TIMES } from "../../protocol/limits.ts";
import { bearerToken } from "./bearer-token.ts";

const claimsSchema = v.object({ room: uuidSchema, jti: uuidSchema, bytes: v.number() });

/** A file that a room expects. */
interface UploadClaims {
  readonly roomId: string;
  readonly fileId: string;
  /** How long it is: no shorter, and no longer. */
  readonly bytes: number;
}

/** Lets somebody upload one file, within `TIMES.uploadTokenSeconds`. Only the room gives it, to who may write in it. */
export function signUploadToken(
  secret: Uint8Array,
  { roomId, fileId, bytes }: UploadClaims,
): Promise<string> {
  return new SignJWT({ room: roomId, bytes })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setAudience(AUDIENCES.upload)
    .setJti(fileId)
    .setIssuedAt()
    .setExpirationTime(`${TIMES.uploadTokenSeconds}s`)
    .sign(secret);
}

/** What the bearer token of a request says, or null where it is not one of ours, or has expired. */
export async function verifyUploadToken(
  secret: Uint8Array,
  authorization: string | undefined,
): Promise<UploadClaims | null> {
  const token = bearerToken(authorization);
  if (token === null) return null;
  try {
    const { payload } = await jwtVerify(token, secret, { algorithms: ["HS256"], audience: AUDIENCES.upload });
    const { room, jti, bytes } = v.parse(claimsSchema, payload);
    return { roomId: room, fileId: jti, bytes };
  } catch {
    return null;
  }
}
