import { Hono } from "hono";
import { publicKeys } from "../auth/access-token.ts";
import { type Env, readConfig } from "../env.ts";

/** `GET /jwks.json`: the keys that access tokens are verified with, for whoever else is to take them. */
export const keys = new Hono<{ Bindings: Env }>().get("/jwks.json", async (context) => {
  context.header("Cache-Control", "public, max-age=300");
  return context.json(await publicKeys(readConfig(context.env)));
});
