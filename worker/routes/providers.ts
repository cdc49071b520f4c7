import { type Context, Hono } from "hono";
import * as v from "valibot";
import { beginSchema, type Providers } from "../../protocol/account.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import { nameSchema } from "../../protocol/text.ts";
import {
  AuthorizationError,
  beginAuthorization,
  finishAuthorization,
  pendingSchema,
} from "../auth/authorization.ts";
import { setChallenge, useChallenge } from "../auth/challenge.ts";
import { enter, enterNew } from "../auth/enter.ts";
import { issuerOf, sessionOf } from "../auth/identity.ts";
import type { Provider } from "../auth/providers.ts";
import { database } from "../db/client.ts";
import { type ExternalIdentity, findIdentity, insertIdentity, isIdentityTaken } from "../db/identities.ts";
import { findAccount } from "../db/users.ts";
import { type Env, readConfig } from "../env.ts";
import { errorText, log } from "../log.ts";
import { refuse } from "./answers.ts";

type AppContext = Context<{ Bindings: Env }>;

const challengeSchema = v.object({
  kind: v.literal("provider"),
  provider: v.string(),
  next: v.string(),
  pending: pendingSchema,
  /** Where somebody who is signed in adds the identity to their account. */
  adding: v.nullable(v.object({ userId: v.string(), sessionId: v.string() })),
});

/** Signing in by an account elsewhere, or adding that to one's own. */
export const providerSignIn = new Hono<{ Bindings: Env }>()
  .get("/", (context) => {
    const config = readConfig(context.env);
    const providers = config.providers.map(({ id, name }) => ({ id, name }));
    return context.json({ providers, mails: config.mail !== null } satisfies Providers);
  })
  .post("/:id", async (context) => {
    const body = v.safeParse(beginSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request");
    const provider = providerOf(context);
    if (!provider) return refuse(context, 404, "not_found");
    const adding = body.output.adds ? await sessionOf(context) : null;
    if (body.output.adds && !adding) return refuse(context, 401, "signed_out");
    try {
      const { url, pending } = await beginAuthorization(provider, redirectUri(context, provider));
      const { next } = body.output;
      const challenge = { kind: "provider", provider: provider.id, next, pending, adding } as const;
      await setChallenge(context, challenge satisfies v.InferInput<typeof challengeSchema>, Date.now());
      return context.json({ url });
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error;
      log({ event: "provider-failed", provider: provider.id, error: errorText(error) });
      return refuse(context, 502, "provider_failed");
    }
  })
  .get("/:id/callback", async (context) => {
    const now = Date.now();
    const challenge = await useChallenge(context, challengeSchema, now);
    const provider = providerOf(context);
    if (!challenge || !provider || challenge.provider !== provider.id)
      return turnBack(context, "sign_in_expired", challenge);
    try {
      const callback = new URL(context.req.url);
      const uri = redirectUri(context, provider);
      const identity = await finishAuthorization(provider, uri, callback, challenge.pending);
      const fault = challenge.adding
        ? await add(context, provider, identity, challenge.adding, now)
        : await signInBy(context, provider, identity);
      if (fault) return turnBack(context, fault, challenge);
      return challenge.adding ? context.redirect(challenge.next, 303) : comeIn(context, challenge.next);
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error;
      log({ event: "provider-failed", provider: provider.id, error: errorText(error) });
      return turnBack(context, "provider_failed", challenge);
    }
  });

function providerOf(context: AppContext): Provider | undefined {
  return readConfig(context.env).providers.find(({ id }) => id === context.req.param("id"));
}

function redirectUri(context: AppContext, { id }: Provider): string {
  return `${issuerOf(context)}/api/auth/providers/${id}/callback`;
}

type Challenge = v.InferOutput<typeof challengeSchema>;

/** A browser comes back by itself: it is sent where a page says what went wrong. */
function turnBack(context: AppContext, fault: ErrorCode, challenge: Challenge | null): Response {
  const page = challenge?.adding ? "/account" : "/sign-in";
  const query = new URLSearchParams({ fault, ...(challenge ? { next: challenge.next } : {}) });
  return context.redirect(`${page}?${query}`, 303);
}

/** The page cannot see by its cookies that somebody is signed in now: it is told to ask. */
function comeIn(context: AppContext, next: string): Response {
  return context.redirect(`/sign-in?${new URLSearchParams({ done: "", next })}`, 303);
}

async function signInBy(
  context: AppContext,
  provider: Provider,
  identity: ExternalIdentity,
): Promise<ErrorCode | null> {
  const sql = database(readConfig(context.env));
  const known = await findIdentity(sql, identity);
  if (known) return (await enter(context, known)) ? null : "signed_out";
  const name = v.safeParse(nameSchema, identity.name ?? identity.label);
  try {
    await enterNew(context, name.success ? name.output : provider.name, (userId) =>
      insertIdentity(sql, userId, provider.id, identity),
    );
    return null;
  } catch (error) {
    if (!isIdentityTaken(error)) throw error;
    // The same person in another tab was quicker.
    const userId = await findIdentity(sql, identity);
    return userId && (await enter(context, userId)) ? null : "signed_out";
  }
}

async function add(
  context: AppContext,
  provider: Provider,
  identity: ExternalIdentity,
  { userId, sessionId }: { userId: string; sessionId: string },
  now: number,
): Promise<ErrorCode | null> {
  const sql = database(readConfig(context.env));
  if (!(await findAccount(sql, userId, sessionId, now))) return "signed_out";
  try {
    await insertIdentity(sql, userId, provider.id, identity);
    return null;
  } catch (error) {
    if (!isIdentityTaken(error)) throw error;
    return (await findIdentity(sql, identity)) === userId ? null : "identity_taken";
  }
}
