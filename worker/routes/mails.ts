import { type Context, Hono } from "hono";
import * as v from "valibot";
import type { SignedIn } from "../../protocol/account.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { askForMailSchema, choosePasswordSchema } from "../../protocol/mails.ts";
import { digestOf } from "../auth/digest.ts";
import { enter, enterNew } from "../auth/enter.ts";
import { mailLink, passwordLinkSchema } from "../auth/mailed-link.ts";
import { useSecret } from "../auth/one-time-secret.ts";
import { hashPassword } from "../auth/password.ts";
import { database } from "../db/client.ts";
import { endTries } from "../db/password-tries.ts";
import { findUserByEmail, insertPassword, isEmailTaken, resetPassword } from "../db/passwords.ts";
import { type Env, readConfig } from "../env.ts";
import { tellUser } from "../user/user-object.ts";
import { refuse } from "./answers.ts";

type AppContext = Context<{ Bindings: Env }>;

/**
 * Accounts and new passwords by a link that is mailed. The password is chosen by who has read the mail, so that nobody waits in
 * somebody else's account for them; and an address that has an account is answered as one that has none.
 */
export const mails = new Hono<{ Bindings: Env }>()
  .post("/", async (context) => {
    const config = readConfig(context.env);
    if (!config.mail) return refuse(context, 404, "not_found");
    const body = v.safeParse(askForMailSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", MAIL_RULES);
    const { email, name, language } = body.output;
    const userId = await findUserByEmail(database(config), email);
    const forNew = name === undefined ? null : ({ kind: "new-account", email, name } as const);
    const link = userId === null ? forNew : ({ kind: "new-password", email, userId } as const);
    await mailLink(context, config.mail, { to: email, language, link, now: Date.now() });
    return context.json({}, 202);
  })
  .post("/password", async (context) => {
    const body = v.safeParse(choosePasswordSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", PASSWORD_RULES);
    const { token, password } = body.output;
    const link = await useSecret(sqlOf(context), token, passwordLinkSchema, Date.now());
    if (!link) return refuse(context, 410, "link_expired");
    const hash = await hashPassword(password);
    return link.kind === "new-account"
      ? makeAccount(context, link, hash)
      : changePassword(context, link, hash);
  });

const MAIL_RULES = "That is no e-mail address, or no name.";
const PASSWORD_RULES = `A password has at least ${LIMITS.leastPasswordChars} characters.`;

function sqlOf(context: AppContext) {
  return database(readConfig(context.env));
}

async function makeAccount(
  context: AppContext,
  { email, name }: { email: string; name: string },
  hash: string,
): Promise<Response> {
  const insert = (userId: string) => insertPassword(sqlOf(context), { userId, email, hash });
  try {
    const user = await enterNew(context, name, insert);
    return context.json({ account: { ...user, email } } satisfies SignedIn, 201);
  } catch (error) {
    // There were two mails, and the account was made by the other one.
    if (isEmailTaken(error)) return refuse(context, 410, "link_expired");
    throw error;
  }
}

/** Signs in, and out wherever else somebody is: they may be who has the old password. */
async function changePassword(
  context: AppContext,
  { email, userId }: { email: string; userId: string },
  hash: string,
): Promise<Response> {
  const sql = sqlOf(context);
  const isChanged = await resetPassword(sql, { userId, email, hash, now: Date.now() });
  if (!isChanged) return refuse(context, 410, "link_expired");
  await endTries(sql, await digestOf(email));
  await tellUser(context.env, userId, (user) => user.endSessions("all"));
  const account = await enter(context, userId);
  return account ? context.json({ account } satisfies SignedIn) : refuse(context, 410, "link_expired");
}
