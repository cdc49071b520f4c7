import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import {
  type AccountSessions,
  type AddressChange,
  addPasswordSchema,
  changeEmailSchema,
  changePasswordSchema,
  changeProfileSchema,
  deleteAccountSchema,
  type RoomList,
} from "../../protocol/account.ts";
import { uuidSchema } from "../../protocol/ids.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { confirmSchema, type MailLanguage } from "../../protocol/mails.ts";
import { checkPassword } from "../auth/check-password.ts";
import { clearTokens } from "../auth/cookies.ts";
import { type SignedInVariables, signedIn } from "../auth/identity.ts";
import { confirmationLinkSchema, mailLink } from "../auth/mailed-link.ts";
import { useSecret } from "../auth/one-time-secret.ts";
import { hashPassword, PASSWORD_RULES } from "../auth/password.ts";
import { database, isUniqueViolation } from "../db/client.ts";
import {
  changeEmail,
  changePassword,
  findUserByEmail,
  insertPassword,
  isEmailTaken,
} from "../db/passwords.ts";
import { forgetVisit, listRooms } from "../db/rooms.ts";
import { listSessions, revokeSession } from "../db/sessions.ts";
import { changeProfile, deleteUser, exportUser } from "../db/users.ts";
import { listWaysIn, removeWayIn } from "../db/ways-in.ts";
import { type Env, readConfig } from "../env.ts";
import { tellUser } from "../user/user-object.ts";
import { refuse, refuseFor } from "./answers.ts";
import { passkeys } from "./passkeys.ts";
import { dropPicture } from "./pictures.ts";
import { roomObject } from "./room-object.ts";

type AccountContext = Context<{ Bindings: Env; Variables: SignedInVariables }>;

/** One's own account: who one is, where one is signed in, and the end of it. */
export const account = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .use(bodyLimit({ maxSize: LIMITS.requestBytes, onError: (context) => refuse(context, 413, "bad_request") }))
  .use(signedIn)
  .get("/", (context) => context.json(context.var.account))
  .patch("/", async (context) => {
    const body = v.safeParse(changeProfileSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", PROFILE_RULES);
    const changed = await changeProfile(sqlOf(context), context.var.account.id, body.output);
    if (!changed) return refuse(context, 409, "handle_taken");
    const { invisible = context.var.account.invisible, sharesRoom = context.var.account.sharesRoom } =
      body.output;
    await tellUser(context.env, context.var.account.id, (user) =>
      user.profileChanged({ invisible, sharesRoom }),
    );
    const given = Object.entries(body.output).filter(([, value]) => value !== undefined);
    return context.json({ ...context.var.account, ...Object.fromEntries(given) });
  })
  .post("/password", async (context) => {
    const body = v.safeParse(addPasswordSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", `${PASSWORD_RULES} ${NO_EMAIL}`);
    const { account } = context.var;
    if (account.email !== null) return refuse(context, 409, "has_password");
    const { email, password, language } = body.output;
    const hash = await hashPassword(password);
    return addressIsTo(context, email, hash, language);
  })
  .put("/password", async (context) => {
    const body = v.safeParse(changePasswordSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", PASSWORD_RULES);
    const refused = await unconfirmed(context, body.output.password);
    if (refused) return refused;
    await changePassword(sqlOf(context), {
      userId: context.var.account.id,
      hash: await hashPassword(body.output.next),
      keptSession: context.var.sessionId,
      now: Date.now(),
    });
    const which = { kept: context.var.sessionId };
    await tellUser(context.env, context.var.account.id, (user) => user.endSessions(which));
    return context.json({});
  })
  .put("/email", async (context) => {
    const body = v.safeParse(changeEmailSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", NO_EMAIL);
    const { password, email, language } = body.output;
    const refused = await unconfirmed(context, password);
    return refused ?? addressIsTo(context, email, null, language);
  })
  .post("/mails", async (context) => {
    const body = v.safeParse(confirmSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request");
    const link = await useSecret(sqlOf(context), body.output.token, confirmationLinkSchema, Date.now());
    if (link?.userId !== context.var.account.id) return refuse(context, 410, "link_expired");
    return changeAddress(context, link.email, link.hash);
  })
  .get("/sessions", async (context) => {
    const { account, sessionId } = context.var;
    const sessions = await listSessions(sqlOf(context), account.id, sessionId, Date.now());
    return context.json({ sessions } satisfies AccountSessions);
  })
  .delete("/sessions/:id", async (context) => {
    const id = context.req.param("id");
    const isRevoked =
      v.is(uuidSchema, id) && (await revokeSession(sqlOf(context), context.var.account.id, id, Date.now()));
    if (isRevoked)
      await tellUser(context.env, context.var.account.id, (user) => user.endSessions({ ended: id }));
    return isRevoked ? context.json({}) : refuse(context, 404, "not_found");
  })
  .get("/ways", async (context) => context.json(await listWaysIn(sqlOf(context), context.var.account.id)))
  .route("/passkeys", passkeys)
  .delete("/identities/:id", async (context) => {
    const way = { kind: "identity", id: context.req.param("id") } as const;
    const removal = await removeWayIn(sqlOf(context), context.var.account.id, way);
    if (removal === "last") return refuse(context, 409, "last_way_in");
    return removal === "removed" ? context.json({}) : refuse(context, 404, "not_found");
  })
  .get("/rooms", async (context) => {
    const rooms = await listRooms(sqlOf(context), context.var.account.id);
    return context.json({ rooms } satisfies RoomList);
  })
  .delete("/rooms/:slug", async (context) => {
    await forgetVisit(sqlOf(context), context.var.account.id, context.req.param("slug"));
    return context.json({});
  })
  .get("/export", async (context) => {
    context.header("Content-Disposition", 'attachment; filename="nearcast-account.json"');
    return context.json(await exportUser(sqlOf(context), context.var.account.id));
  })
  .post("/delete", async (context) => {
    const body = v.safeParse(deleteAccountSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request");
    const refused = await unconfirmed(context, body.output.password ?? "");
    if (refused) return refused;
    const { id: userId } = context.var.account;
    const { roomIds, friendIds, picture } = await deleteUser(sqlOf(context), userId);
    // Postgres has forgotten them: who is in one still is told, whether or not this answer waits for it.
    context.executionCtx.waitUntil(
      Promise.allSettled([
        ...roomIds.map((id) => roomObject(context.env, id).end(id)),
        ...friendIds.map((id) => tellUser(context.env, id, (friend) => friend.forget(userId))),
        tellUser(context.env, userId, (user) => user.end()),
        picture === null ? null : dropPicture(context.env, picture),
      ]),
    );
    clearTokens(context);
    return context.json({});
  });

const NO_EMAIL = "That is no e-mail address.";
const PROFILE_RULES = `A name is one line of up to ${LIMITS.nameChars} characters, a status of up to ${LIMITS.statusChars}; a handle is 3 to 30 of a–z, 0–9 and inner underscores.`;

function sqlOf(context: AccountContext) {
  return database(readConfig(context.env));
}

/** Has somebody confirm an address by a mail before it is theirs, where mails are sent; `hash`: of the password that they get with it. */
async function addressIsTo(
  context: AccountContext,
  email: string,
  hash: string | null,
  language: MailLanguage,
): Promise<Response> {
  const { mail } = readConfig(context.env);
  if (!mail) return changeAddress(context, email, hash);
  const isFree = (await findUserByEmail(sqlOf(context), email)) === null;
  const link = { kind: "confirmation", email, userId: context.var.account.id, hash } as const;
  // What is answered does not tell whose address it is.
  await mailLink(context, mail, { to: email, language, link: isFree ? link : null, now: Date.now() });
  return context.json({ account: null } satisfies AddressChange, 202);
}

async function changeAddress(context: AccountContext, email: string, hash: string | null): Promise<Response> {
  const { account } = context.var;
  try {
    if (hash === null) await changeEmail(sqlOf(context), account.id, email);
    else await insertPassword(sqlOf(context), { userId: account.id, email, hash });
  } catch (error) {
    // Somebody else has the address, or this account got a password at the same moment.
    if (isUniqueViolation(error))
      return refuse(context, 409, isEmailTaken(error) ? "email_taken" : "has_password");
    throw error;
  }
  return context.json({ account: { ...account, email } } satisfies AddressChange);
}

/** Asks again who it is, because a page may be left open: null where the password is right, or there is none. */
async function unconfirmed(context: AccountContext, password: string): Promise<Response | null> {
  const { email } = context.var.account;
  if (email === null) return null;
  const check = await checkPassword(sqlOf(context), email, password, Date.now());
  if (check.kind === "too_many") return refuseFor(context, check.waitMs);
  return check.kind === "wrong" ? refuse(context, 403, "wrong_password") : null;
}
