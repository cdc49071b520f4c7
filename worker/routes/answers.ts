import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type ErrorCode, wireError } from "../../protocol/errors.ts";

/** Answers a request with a typed error. */
export function refuse(
  context: Context,
  status: ContentfulStatusCode,
  code: ErrorCode,
  detail?: string,
): Response {
  return context.json({ error: wireError(code, detail) }, status);
}

/** Answers that it was too much, with when to try again. */
export function refuseFor(context: Context, waitMs: number): Response {
  context.header("Retry-After", String(Math.ceil(waitMs / 1000)));
  return context.json({ error: wireError("rate_limited", undefined, Math.ceil(waitMs)) }, 429);
}

/** Refuses whoever does not ask for a WebSocket, before anything is used up or woken. */
export const webSocketOnly = createMiddleware(async (context, next) => {
  if (context.req.header("Upgrade")?.toLowerCase() !== "websocket")
    return refuse(context, 426, "bad_request", "This address takes WebSockets.");
  await next();
});
