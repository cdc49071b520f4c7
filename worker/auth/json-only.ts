import { createMiddleware } from "hono/factory";
import type { Env } from "../env.ts";
import { refuse } from "../routes/answers.ts";

/**
 * Refuses whatever changes something and is not JSON: a page of another site can send forms and plain text without asking,
 * but not this.
 */
export const jsonOnly = createMiddleware<{ Bindings: Env }>(async (context, next) => {
  const type = context.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase();
  const isReading = context.req.method === "GET" || context.req.method === "HEAD";
  if (!isReading && type !== "application/json")
    return refuse(context, 415, "bad_request", "Send JSON, as application/json.");
  await next();
});
