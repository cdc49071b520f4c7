import { SignJWT } from "jose";
import { AUDIENCES } from "../protocol/api.ts";
import { TIMES } from "../protocol/limits.ts";
import type { NodeKey } from "./config.ts";

/** Makes the token for one dial: to a room, or without one to the registry. */
export type TokenSource = (roomId?: string) => Promise<string>;

/** Tokens that say who this node is. Each is for one use: every dial needs its own. */
export function createTokenSource(nodeId: string, key: NodeKey): TokenSource {
  return (roomId) =>
    new SignJWT(roomId === undefined ? {} : { room: roomId })
      .setProtectedHeader({ alg: "EdDSA", kid: key.kid })
      .setSubject(nodeId)
      .setAudience(AUDIENCES.node)
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${TIMES.nodeTokenSeconds}s`)
      .sign(key.privateKey);
}
