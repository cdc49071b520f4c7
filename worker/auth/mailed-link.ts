import type { Context } from "hono";
import * as v from "valibot";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { MAIL_PATHS, type MailLanguage } from "../../protocol/mails.ts";
import { database } from "../db/client.ts";
import { addTry } from "../db/password-tries.ts";
import { type Env, readConfig } from "../env.ts";
import type { MailSettings } from "../mail/mail-settings.ts";
import { type MailKind, mailOf } from "../mail/mails.ts";
import { sendMail } from "../mail/send-mail.ts";
import { digestOf } from "./digest.ts";
import { keepForSecret } from "./one-time-secret.ts";

/** What a link in a mail lets somebody do who has read it. */
export const passwordLinkSchema = v.variant("kind", [
  v.object({ kind: v.literal("new-account"), email: v.string(), name: v.string() }),
  v.object({ kind: v.literal("new-password"), email: v.string(), userId: v.string() }),
]);
/** What it lets the account do that has asked for it. `hash`: of the password that it gets with the address. */
export const confirmationLinkSchema = v.object({
  kind: v.literal("confirmation"),
  email: v.string(),
  userId: v.string(),
  hash: v.nullable(v.string()),
});
type Link = v.InferOutput<typeof passwordLinkSchema> | v.InferOutput<typeof confirmationLinkSchema>;

const PAGES: Readonly<Record<MailKind, string>> = {
  "new-account": MAIL_PATHS.passwordPage,
  "new-password": MAIL_PATHS.passwordPage,
  confirmation: MAIL_PATHS.confirmPage,
};

/**
 * Mails a link to an address, unless that has had many mails. Whether anything is sent cannot be told by how long this takes: the
 * same is stored where it is null, and the mail goes out in the background.
 *
 * @param link null where there is nothing to be done by that address
 */
export async function mailLink<E extends { Bindings: Env }>(
  context: Context<E>,
  mail: MailSettings,
  mailing: { to: string; language: MailLanguage; link: Link | null; now: number },
): Promise<void> {
  const { to, language, link, now } = mailing;
  const sql = database(readConfig(context.env));
  const { count } = await addTry(sql, `mail ${await digestOf(to)}`, now);
  const secret = await keepForSecret(sql, link, now, TIMES.mailedLinkMs);
  if (link === null || count > LIMITS.mailsPerAddress) return;
  const { origin } = new URL(context.req.url);
  // Behind the `#`, which no server hears, so that no log has it.
  const address = `${origin}${PAGES[link.kind]}#${secret}`;
  context.executionCtx.waitUntil(sendMail(mail, to, mailOf(link.kind, language, address)));
}
