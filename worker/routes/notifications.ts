import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { LIMITS } from "../../protocol/limits.ts";
import {
  type Notifications,
  notificationSettingsSchema,
  subscribeSchema,
  unsubscribeSchema,
} from "../../protocol/user/notifications.ts";
import { type SignedInVariables, signedIn } from "../auth/identity.ts";
import { database } from "../db/client.ts";
import {
  changeNotificationSettings,
  findNotificationSettings,
  subscribe,
  unsubscribe,
} from "../db/notifications.ts";
import { type Env, readConfig } from "../env.ts";
import { refuse } from "./answers.ts";

type NotificationsContext = Context<{ Bindings: Env; Variables: SignedInVariables }>;

/** What somebody hears of while no page is open, and in which browsers. */
export const notifications = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .use(bodyLimit({ maxSize: LIMITS.requestBytes, onError: (context) => refuse(context, 413, "bad_request") }))
  .use(signedIn)
  .get("/", async (context) => {
    const answer: Notifications = {
      settings: await findNotificationSettings(sqlOf(context), context.var.account.id),
      applicationServerKey: readConfig(context.env).vapid?.publicKey ?? null,
    };
    return context.json(answer);
  })
  .put("/", async (context) => {
    const body = v.safeParse(notificationSettingsSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request");
    await changeNotificationSettings(sqlOf(context), context.var.account.id, body.output);
    return context.json({});
  })
  .post("/subscriptions", async (context) => {
    const body = v.safeParse(subscribeSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", "That is no browser's push subscription.");
    await subscribe(sqlOf(context), context.var.sessionId, body.output, Date.now());
    return context.json({});
  })
  .delete("/subscriptions", async (context) => {
    const body = v.safeParse(unsubscribeSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request");
    await unsubscribe(sqlOf(context), context.var.account.id, body.output.endpoint);
    return context.json({});
  });

function sqlOf(context: NotificationsContext) {
  return database(readConfig(context.env));
}
