import { Hono } from "hono";
import { type SignedInVariables, signedIn } from "../auth/identity.ts";
import type { Env } from "../env.ts";
import { userObject } from "../user/user-object.ts";
import { webSocketOnly } from "./answers.ts";

/** `GET /socket`: by which a page of somebody with an account hears of their friends. */
export const user = new Hono<{ Bindings: Env; Variables: SignedInVariables }>().get(
  "/socket",
  webSocketOnly,
  signedIn,
  (context) => {
    const { account, sessionId } = context.var;
    const headers = { Upgrade: "websocket", "User-Id": account.id, "Session-Id": sessionId };
    return userObject(context.env, account.id).fetch("https://user/", { headers });
  },
);
