import { SignJWT } from "jose";
import { AUDIENCES } from "../protocol/api.ts";
import { TIMES } from "../protocol/limits.ts";
import type { Config } from "./config.ts";

/** Makes the token for one dial: to a room, or without one to the registry. */
export type TokenSource = (roomId?: string) => Promise<string>;

/**
 * Tokens that say who this node is, and to the registry also where: by that the edge knows which registry is its. Each is for
 * one use: every dial needs its own.
 */
export function createTokenSource({
  nodeId,
  key,
  position,
}: Pick<Config, "nodeId" | "key" | "position">): TokenSource {
  return (roomId) =>
    new SignJWT(roomId === undefined ? { ...(position && { position }) } : { room: roomId })
      .setProtectedHeader({ alg: "EdDSA", kid: key.kid })
      .setSubject(nodeId)
      .setAudience(AUDIENCES.node)
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${TIMES.nodeTokenSeconds}s`)
      .sign(key.privateKey);
}
