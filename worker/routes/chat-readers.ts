import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import { uuidSchema } from "../../protocol/ids.ts";
import { verifyChatPass } from "../auth/chat-pass.ts";
import { type Env, readConfig } from "../env.ts";
import { refuse } from "./answers.ts";

/** Lets in whoever has a chat pass of the room that the address names. */
export const chatReaders = createMiddleware<{ Bindings: Env }>(async (context, next) => {
  const roomId = context.req.param("roomId");
  const { tokenSecret } = readConfig(context.env);
  const authorization = context.req.header("Authorization");
  const pass = v.is(uuidSchema, roomId) ? await verifyChatPass(tokenSecret, authorization, roomId) : null;
  if (!pass) return refuse(context, 401, "unauthorized");
  await next();
});
