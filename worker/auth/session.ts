import type { Context } from "hono";
import type { Account } from "../../protocol/account.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { database } from "../db/client.ts";
import { endSession, type NewSession, type Rotation, rotateSession } from "../db/sessions.ts";
import { type Env, readConfig } from "../env.ts";
import { log } from "../log.ts";
import { tellUser } from "../user/user-object.ts";
import { signAccessToken } from "./access-token.ts";
import { clearTokens, refreshTokenOf, setTokens } from "./cookies.ts";
import { issuerOf } from "./identity.ts";
import { firstRefreshToken, hashRefreshToken, nextRefreshToken, type RefreshToken } from "./refresh-token.ts";

type AppContext = Context<{ Bindings: Env }>;

/** A session that is to be stored, and what then hands its tokens to the browser. */
export interface Opening {
  readonly session: NewSession;
  handTokens(): Promise<void>;
}

/** Makes a session of this browser for somebody who has proved who they are. */
export async function openSession(context: AppContext, userId: string, now: number): Promise<Opening> {
  const token = firstRefreshToken(crypto.randomUUID());
  const userAgent = (context.req.header("User-Agent") ?? "").slice(0, LIMITS.userAgentChars).toWellFormed();
  return {
    session: { id: token.sessionId, userId, tokenHash: await hashRefreshToken(token), userAgent, now },
    handTokens: () => handTokens(context, userId, token, now),
  };
}

/** Goes on with the session of the browser's refresh token; null, and no tokens any more, where it is over. */
export async function renewSession(context: AppContext, now: number): Promise<Account | null> {
  const config = readConfig(context.env);
  const token = refreshTokenOf(context);
  let rotation: Rotation | null = null;
  if (token) {
    const next = await nextRefreshToken(config.tokenSecret, token);
    const [presentedHash, nextHash] = await Promise.all([hashRefreshToken(token), hashRefreshToken(next)]);
    rotation = await rotateSession(database(config), { id: token.sessionId, presentedHash, nextHash, now });
    if (rotation?.kind === "rotated") {
      await handTokens(context, rotation.account.id, next, now);
      return rotation.account;
    }
    if (rotation?.kind === "reused") {
      log({ event: "refresh-token-reused", sessionId: token.sessionId });
      await closePages(context, rotation.userId, token.sessionId);
    }
  }
  clearTokens(context);
  return null;
}

/** Ends the session of the browser's refresh token, and takes its tokens. */
export async function closeSession(context: AppContext, now: number): Promise<void> {
  const token = refreshTokenOf(context);
  if (token) {
    const sql = database(readConfig(context.env));
    const userId = await endSession(sql, token.sessionId, await hashRefreshToken(token), now);
    if (userId !== null) await closePages(context, userId, token.sessionId);
  }
  clearTokens(context);
}

/** The pages of a session that is over hear nothing any more. */
function closePages({ env }: AppContext, userId: string, ended: string): Promise<void> {
  return tellUser(env, userId, (user) => user.endSessions({ ended }));
}

async function handTokens(
  context: AppContext,
  userId: string,
  token: RefreshToken,
  now: number,
): Promise<void> {
  const claims = { userId, sessionId: token.sessionId };
  const access = await signAccessToken(readConfig(context.env), issuerOf(context), claims, now);
  setTokens(context, access, token);
}
