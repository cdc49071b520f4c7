import { createMiddleware } from "hono/factory";
import type { Env } from "../env.ts";
import { refuse } from "../routes/answers.ts";

/** Refuses pages of other sites: a browser always says whose page it is when it writes or opens a socket. */
export const ownOrigin = createMiddleware<{ Bindings: Env }>(async (context, next) => {
  const origin = context.req.header("Origin");
  if (origin !== undefined && !sameHost(origin, context.req.url))
    return refuse(context, 403, "foreign_origin");
  await next();
});

/** The scheme may differ where TLS ends before the Worker. */
function sameHost(origin: string, url: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === new URL(url).host;
}
