import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { type SignedIn, signInSchema, signUpSchema } from "../../protocol/account.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { checkPassword } from "../auth/check-password.ts";
import { forgetGuest, knownGuest } from "../auth/guest.ts";
import { handlesFor } from "../auth/new-handle.ts";
import { hashPassword } from "../auth/password.ts";
import { closeSession, openSession, renewSession } from "../auth/session.ts";
import { database } from "../db/client.ts";
import { insertPassword, isEmailTaken } from "../db/passwords.ts";
import { deletePastSessions, insertSession } from "../db/sessions.ts";
import { findAccount, handOver, insertUser } from "../db/users.ts";
import { type Env, readConfig } from "../env.ts";
import { refuse, refuseFor } from "./answers.ts";

/** Signing up, in and out, and staying signed in. */
export const auth = new Hono<{ Bindings: Env }>()
  .use(bodyLimit({ maxSize: LIMITS.requestBytes, onError: (context) => refuse(context, 413, "bad_request") }))
  .post("/sign-up", async (context) => {
    const body = v.safeParse(signUpSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", SIGN_UP_RULES);
    const { email, password, name } = body.output;
    // The hash is made before anybody is looked for: an address that is taken takes as long as one that is not.
    const hash = await hashPassword(password);
    const sql = database(readConfig(context.env));
    const now = Date.now();
    // A guest keeps its id, and with it what is its own.
    const id = (await knownGuest(context)) ?? crypto.randomUUID();
    const opening = await openSession(context, id, now);
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    try {
      const [[user]] = (await sql.transaction([
        insertUser(sql, { id, name, ...handlesFor(name, random) }),
        insertPassword(sql, { userId: id, email, hash }),
        insertSession(sql, opening.session),
      ])) as [[{ handle: string }], unknown, unknown];
      await opening.handTokens();
      forgetGuest(context);
      return context.json({ account: { id, handle: user.handle, name, email } } satisfies SignedIn, 201);
    } catch (error) {
      if (isEmailTaken(error)) return refuse(context, 409, "email_taken");
      throw error;
    }
  })
  .post("/sign-in", async (context) => {
    const body = v.safeParse(signInSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 401, "wrong_credentials");
    const { email, password } = body.output;
    const sql = database(readConfig(context.env));
    const check = await checkPassword(sql, email, password, Date.now());
    if (check.kind === "too_many") return refuseFor(context, check.waitMs);
    if (check.kind === "wrong") return refuse(context, 401, "wrong_credentials");
    return enter(context, check.userId);
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

/** Signs somebody in who has proved who they are; what they did as a guest is theirs. */
async function enter(context: Context<{ Bindings: Env }>, userId: string): Promise<Response> {
  const sql = database(readConfig(context.env));
  const now = Date.now();
  const opening = await openSession(context, userId, now);
  const guestId = await knownGuest(context);
  await sql.transaction([
    deletePastSessions(sql, userId, now),
    insertSession(sql, opening.session),
    ...(guestId ? [handOver(sql, guestId, userId)] : []),
  ]);
  const account = await findAccount(sql, userId, opening.session.id, now);
  // Deleted a moment ago: then the password is as wrong as any.
  if (!account) return refuse(context, 401, "wrong_credentials");
  await opening.handTokens();
  forgetGuest(context);
  return context.json({ account } satisfies SignedIn);
}
