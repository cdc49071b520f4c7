import type { Context } from "hono";
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
