import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { handleSchema } from "../../protocol/account.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import { askFriendSchema } from "../../protocol/friends.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { callFriendSchema } from "../../protocol/user/calls.ts";
import { type SignedInVariables, signedIn } from "../auth/identity.ts";
import { listCalls, startCall } from "../db/calls.ts";
import { database } from "../db/client.ts";
import {
  acceptFriend,
  askFriend,
  endBlock,
  listFriends,
  removeFriend,
  takeBackRequest,
} from "../db/friends.ts";
import { type Env, readConfig } from "../env.ts";
import type { UserObject } from "../user/UserObject.ts";
import { tellUser } from "../user/user-object.ts";
import { refuse } from "./answers.ts";
import { randomSlug } from "./random-slug.ts";

type FriendsContext = Context<{ Bindings: Env; Variables: SignedInVariables }>;

/** Friends: who is one, who wants to be, and whom one does not want to hear of. */
export const friends = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .use(bodyLimit({ maxSize: LIMITS.requestBytes, onError: (context) => refuse(context, 413, "bad_request") }))
  .use(signedIn)
  .get("/", async (context) => context.json(await listFriends(sqlOf(context), context.var.account.id)))
  .post("/", async (context) => {
    const body = v.safeParse(askFriendSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", HANDLE_RULES);
    const asking = await askFriend(sqlOf(context), context.var.account.id, body.output.handle, Date.now());
    if (asking.kind === "oneself") return refuse(context, 400, "bad_request", "That is your own handle.");
    if (asking.kind !== "open" && asking.kind !== "friends") return refuse(context, 409, asking.kind);
    if (asking.kind === "friends") await tellBoth(context, asking.other, (user) => user.befriended());
    else hearOfRequest(context, asking.other);
    return context.json({});
  })
  .post("/:id/accept", async (context) => {
    const id = context.req.param("id");
    const accepted =
      v.is(uuidSchema, id) && (await acceptFriend(sqlOf(context), context.var.account.id, id, Date.now()));
    if (accepted === "too_many") return refuse(context, 409, "too_many_friends");
    if (!accepted) return refuse(context, 404, GONE);
    await tellBoth(context, accepted.other, (user) => user.befriended());
    return context.json({});
  })
  .get("/calls", async (context) => context.json(await listCalls(sqlOf(context), context.var.account.id)))
  .post("/:id/call", async (context) => {
    const body = v.safeParse(callFriendSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request");
    return call(context, context.req.param("id"), body.output.callId);
  })
  .post("/:id/block", (context) => remove(context, context.req.param("id"), true))
  .delete("/requests/:handle", async (context) => {
    const handle = context.req.param("handle");
    if (!v.is(handleSchema, handle)) return context.json({});
    hearOfRequest(context, await takeBackRequest(sqlOf(context), context.var.account.id, handle));
    return context.json({});
  })
  .delete("/blocked/:id", async (context) => {
    const id = context.req.param("id");
    if (v.is(uuidSchema, id)) await endBlock(sqlOf(context), context.var.account.id, id);
    hearOfRequest(context, null);
    return context.json({});
  })
  .delete("/:id", (context) => remove(context, context.req.param("id"), false));

const HANDLE_RULES = "A handle is 3 to 30 of a–z, 0–9 and inner underscores.";
const GONE: ErrorCode = "friend_not_found";

function sqlOf(context: FriendsContext) {
  return database(readConfig(context.env));
}

async function remove(context: FriendsContext, id: string, blocks: boolean): Promise<Response> {
  const { account } = context.var;
  const removed =
    v.is(uuidSchema, id) && (await removeFriend(sqlOf(context), account.id, id, { blocks, now: Date.now() }));
  if (!removed) return refuse(context, 404, GONE);
  // Who was only asking is not told.
  if (removed.wasFriend) await tellBoth(context, removed.other, (user, other) => user.forget(other));
  else hearOfRequest(context, null);
  return context.json({});
}

/** Has a friend's pages ring, and answers where to wait for them; whether they are there is not told. */
async function call(context: FriendsContext, friend: string, callId: string): Promise<Response> {
  const { account } = context.var;
  if (!v.is(uuidSchema, friend)) return refuse(context, 404, GONE);
  const now = Date.now();
  const asked = { callId, callerId: account.id, friendId: friend, slug: randomSlug(), now };
  const started = await startCall(sqlOf(context), asked);
  if (started === "too_many") return refuse(context, 429, "rate_limited");
  if (!started) return refuse(context, 404, GONE);
  const { calleeId, calleeName, calleePicture, callerName, room } = started;
  const common = { callId, friend, room, until: now + TIMES.ringMs };
  await tellUser(context.env, account.id, (user) =>
    user.call(
      {
        ...common,
        isOwn: true,
        otherId: calleeId,
        name: calleeName,
        picture: calleePicture,
        notified: false,
      },
      { ...common, isOwn: false, otherId: account.id, name: callerName, picture: account.picture },
    ),
  );
  return context.json({ room });
}

/** Has both objects hear of what is between the two now, before it is answered. */
async function tellBoth(
  { env, var: { account } }: FriendsContext,
  otherId: string,
  tell: (user: DurableObjectStub<UserObject>, other: string) => Promise<void>,
): Promise<void> {
  await Promise.all([
    tellUser(env, account.id, (user) => tell(user, otherId)),
    tellUser(env, otherId, (user) => tell(user, account.id)),
  ]);
}

/** Has one's own pages hear of a request, and whoever it went to. Nobody waits for it: how long it takes would tell who exists. */
function hearOfRequest(
  { env, var: { account }, executionCtx }: FriendsContext,
  otherId: string | null,
): void {
  const ids = otherId === null ? [account.id] : [account.id, otherId];
  executionCtx.waitUntil(Promise.all(ids.map((id) => tellUser(env, id, (user) => user.listChanged()))));
}
