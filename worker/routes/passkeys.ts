import { Hono } from "hono";
import * as v from "valibot";
import { newPasskeySchema, passkeySignInSchema, type SignedIn } from "../../protocol/account.ts";
import { setChallenge, useChallenge } from "../auth/challenge.ts";
import { enter } from "../auth/enter.ts";
import { issuerOf, type SignedInVariables } from "../auth/identity.ts";
import { authenticationOptions, registrationOptions, verifyAnswer, verifyNew } from "../auth/webauthn.ts";
import { database } from "../db/client.ts";
import { findPasskey, insertPasskey, passkeyIds, usePasskey } from "../db/passkeys.ts";
import { removeWayIn } from "../db/ways-in.ts";
import { type Env, readConfig } from "../env.ts";
import { refuse } from "./answers.ts";

const signInChallengeSchema = v.object({ kind: v.literal("passkey-sign-in"), challenge: v.string() });
const newChallengeSchema = v.object({
  kind: v.literal("passkey-new"),
  challenge: v.string(),
  userId: v.string(),
});

/** Signing in by a passkey. */
export const passkeySignIn = new Hono<{ Bindings: Env }>()
  .post("/options", async (context) => {
    const options = await authenticationOptions(issuerOf(context));
    const challenge = { kind: "passkey-sign-in", challenge: options.challenge } as const;
    await setChallenge(context, challenge satisfies v.InferInput<typeof signInChallengeSchema>, Date.now());
    return context.json(options);
  })
  .post("/sign-in", async (context) => {
    const now = Date.now();
    const challenge = await useChallenge(context, signInChallengeSchema, now);
    if (!challenge) return refuse(context, 401, "sign_in_expired");
    const body = v.safeParse(passkeySignInSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request");
    const { credential } = body.output;
    const sql = database(readConfig(context.env));
    const stored = await findPasskey(sql, credential.id);
    const counter =
      stored && (await verifyAnswer(issuerOf(context), challenge.challenge, credential, stored));
    if (!stored || counter === null || !(await usePasskey(sql, stored.id, counter, now)))
      return refuse(context, 401, "passkey_failed");
    const account = await enter(context, stored.userId);
    if (!account) return refuse(context, 401, "passkey_failed");
    return context.json({ account } satisfies SignedIn);
  });

/** One's own passkeys. */
export const passkeys = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .post("/options", async (context) => {
    const { account } = context.var;
    const known = await passkeyIds(database(readConfig(context.env)), account.id);
    const options = await registrationOptions(issuerOf(context), account, known);
    const challenge = { kind: "passkey-new", challenge: options.challenge, userId: account.id } as const;
    await setChallenge(context, challenge satisfies v.InferInput<typeof newChallengeSchema>, Date.now());
    return context.json(options);
  })
  .post("/", async (context) => {
    const userId = context.var.account.id;
    const challenge = await useChallenge(context, newChallengeSchema, Date.now());
    if (challenge?.userId !== userId) return refuse(context, 401, "sign_in_expired");
    const body = v.safeParse(newPasskeySchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request");
    const { name, credential } = body.output;
    const passkey = await verifyNew(issuerOf(context), challenge.challenge, credential);
    if (!passkey) return refuse(context, 400, "passkey_failed");
    const sql = database(readConfig(context.env));
    const isAdded = await insertPasskey(sql, { ...passkey, userId, name });
    return isAdded ? context.json({}, 201) : refuse(context, 409, "passkey_failed", ALREADY);
  })
  .delete("/:id", async (context) => {
    const way = { kind: "passkey", id: context.req.param("id") } as const;
    const removal = await removeWayIn(database(readConfig(context.env)), context.var.account.id, way);
    if (removal === "last") return refuse(context, 409, "last_way_in");
    return removal === "removed" ? context.json({}) : refuse(context, 404, "not_found");
  });

const ALREADY = "That passkey is known already, or you have as many as an account may have.";
