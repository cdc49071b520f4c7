import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { jsonOnly } from "./auth/json-only.ts";
import { ownOrigin } from "./auth/origin.ts";
import { isDatabaseError } from "./db/client.ts";
import type { Env } from "./env.ts";
import { errorText, log } from "./log.ts";
import { account } from "./routes/account.ts";
import { refuse } from "./routes/answers.ts";
import { auth } from "./routes/auth.ts";
import { chat } from "./routes/chat.ts";
import { files } from "./routes/files.ts";
import { fleet } from "./routes/fleet.ts";
import { friends } from "./routes/friends.ts";
import { keys } from "./routes/keys.ts";
import { near } from "./routes/near.ts";
import { nodes } from "./routes/nodes.ts";
import { notifications } from "./routes/notifications.ts";
import { isOfPage, page, securityHeaders } from "./routes/page.ts";
import { pictures } from "./routes/pictures.ts";
import { rooms } from "./routes/rooms.ts";
import { sockets } from "./routes/sockets.ts";
import { user } from "./routes/user.ts";

/** Floods from one address end here, before anything is read or woken. */
const addressLimit = (binding: "API_LIMIT" | "AUTH_LIMIT" | "SOCKET_LIMIT") =>
  createMiddleware<{ Bindings: Env }>(async (context, next) => {
    const address = context.req.header("CF-Connecting-IP") ?? "unknown";
    const { success } = await context.env[binding].limit({ key: address });
    if (!success) return refuse(context, 429, "rate_limited");
    await next();
  });

/** The Worker's front door. */
export const app = new Hono<{ Bindings: Env }>()
  .get("/healthz", (context) => context.json({ status: "ok" }))
  .use("/api/*", securityHeaders)
  .use("/api/rooms/*", addressLimit("API_LIMIT"), ownOrigin)
  .use("/api/chat/*", addressLimit("API_LIMIT"), ownOrigin)
  .use("/api/files/*", addressLimit("API_LIMIT"), ownOrigin)
  .use("/api/near/*", addressLimit("API_LIMIT"), ownOrigin)
  .use("/api/sockets/*", addressLimit("SOCKET_LIMIT"), ownOrigin)
  .use("/api/auth/sign-in", addressLimit("AUTH_LIMIT"))
  .use("/api/auth/sign-up", addressLimit("AUTH_LIMIT"))
  .use("/api/auth/mails/*", addressLimit("AUTH_LIMIT"))
  .use("/api/auth/*", addressLimit("API_LIMIT"), ownOrigin, jsonOnly)
  .use("/api/account/password", addressLimit("AUTH_LIMIT"))
  .use("/api/account/email", addressLimit("AUTH_LIMIT"))
  .use("/api/account/*", addressLimit("API_LIMIT"), ownOrigin, jsonOnly)
  .use("/api/friends/*", addressLimit("API_LIMIT"), ownOrigin, jsonOnly)
  .use("/api/fleet/*", addressLimit("API_LIMIT"), ownOrigin)
  .use("/api/notifications/*", addressLimit("API_LIMIT"), ownOrigin, jsonOnly)
  .use("/api/pictures/*", addressLimit("API_LIMIT"), ownOrigin)
  .use("/api/user/*", addressLimit("SOCKET_LIMIT"), ownOrigin)
  .route("/api/rooms", rooms)
  .route("/api/auth", auth)
  .route("/api/account", account)
  .route("/api/friends", friends)
  .route("/api/notifications", notifications)
  .route("/api/chat", chat)
  .route("/api/files", files)
  .route("/api/pictures", pictures)
  .route("/api/near", near)
  .route("/api/sockets", sockets)
  .route("/api/user", user)
  .route("/api/nodes", nodes)
  .route("/api/fleet", fleet)
  .route("/.well-known", keys)
  .notFound((context) =>
    isOfPage(context.req) ? page.fetch(context.req.raw, context.env) : refuse(context, 404, "not_found"),
  )
  .onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    log({ event: "request-failed", path: context.req.path, error: errorText(error) });
    if (isDatabaseError(error)) return refuse(context, 503, "database_unavailable");
    return refuse(context, 500, "internal");
  });
