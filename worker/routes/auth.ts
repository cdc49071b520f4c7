import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { type SignedIn, signInSchema, signUpSchema } from "../../protocol/account.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { checkPassword } from "../auth/check-password.ts";
import { enter, enterWithPassword } from "../auth/enter.ts";
import { hashPassword } from "../auth/password.ts";
import { closeSession, renewSession } from "../auth/session.ts";
import { database } from "../db/client.ts";
import { type Env, readConfig } from "../env.ts";
import { refuse, refuseFor } from "./answers.ts";
import { mails } from "./mails.ts";
import { passkeySignIn } from "./passkeys.ts";
import { providerSignIn } from "./providers.ts";

/** Signing up, in and out, and staying signed in. */
export const auth = new Hono<{ Bindings: Env }>()
  .use(bodyLimit({ maxSize: LIMITS.requestBytes, onError: (context) => refuse(context, 413, "bad_request") }))
  .route("/passkeys", passkeySignIn)
  .route("/providers", providerSignIn)
  .route("/mails", mails)
  .post("/sign-up", async (context) => {
    const body = v.safeParse(signUpSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", SIGN_UP_RULES);
    if (readConfig(context.env).mail) return refuse(context, 403, "mail_only");
    const { email, password, name } = body.output;
    // The hash is made before anybody is looked for: an address that is taken takes as long as one that is not.
    const hash = await hashPassword(password);
    const account = await enterWithPassword(context, { name, email, hash });
    return account ? context.json({ account } satisfies SignedIn, 201) : refuse(context, 409, "email_taken");
  })
  .post("/sign-in", async (context) => {
    const body = v.safeParse(signInSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 401, "wrong_credentials");
    const { email, password } = body.output;
    const sql = database(readConfig(context.env));
    const check = await checkPassword(sql, email, password, Date.now());
    if (check.kind === "too_many") return refuseFor(context, check.waitMs);
    // An account that was deleted a moment ago: then the password is as wrong as any.
    const account = check.kind === "right" ? await enter(context, check.userId) : null;
    return account ? context.json({ account } satisfies SignedIn) : refuse(context, 401, "wrong_credentials");
  })
  .post("/refresh", async (context) => {
    const account = await renewSession(context, Date.now());
    if (!account) return refuse(context, 401, "signed_out");
    return context.json({ account } satisfies SignedIn);
  })
  .post("/sign-out", async (context) => {
    await closeSession(context, Date.now());
    return context.json({});
  });

const SIGN_UP_RULES = `An account needs an e-mail address, a name, and a password of at least ${LIMITS.leastPasswordChars} characters.`;
