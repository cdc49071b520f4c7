import { type Context, Hono } from "hono";
import * as v from "valibot";
import type { Account, SignedIn } from "../../protocol/account.ts";
import { askForMailSchema, choosePasswordSchema } from "../../protocol/mails.ts";
import { forgetTries } from "../auth/check-password.ts";
import { enter, enterWithPassword } from "../auth/enter.ts";
import { mailLink, passwordLinkSchema } from "../auth/mailed-link.ts";
import { useSecret } from "../auth/one-time-secret.ts";
import { hashPassword, PASSWORD_RULES } from "../auth/password.ts";
import { database } from "../db/client.ts";
import { findUserByEmail, resetPassword } from "../db/passwords.ts";
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
    const isNew = link.kind === "new-account";
    const account = isNew
      ? await enterWithPassword(context, { ...link, hash })
      : await resetAndEnter(context, { ...link, hash });
    // Of two mails, the account may have been made by the other one.
    if (!account) return refuse(context, 410, "link_expired");
    return context.json({ account } satisfies SignedIn, isNew ? 201 : 200);
  });

const MAIL_RULES = "That is no e-mail address, or no name.";

function sqlOf(context: AppContext) {
  return database(readConfig(context.env));
}

/** Signs in with a new password, and out wherever else somebody is: they may be who has the old one. Null where the link's address is no longer theirs. */
async function resetAndEnter(
  context: AppContext,
  { email, userId, hash }: { email: string; userId: string; hash: string },
): Promise<Account | null> {
  const sql = sqlOf(context);
  if (!(await resetPassword(sql, { userId, email, hash, now: Date.now() }))) return null;
  await forgetTries(sql, email);
  await tellUser(context.env, userId, (user) => user.endSessions("all"));
  return await enter(context, userId);
}
