import type { Context } from "hono";
import type { Account } from "../../protocol/account.ts";
import type { Statement } from "../db/client.ts";
import { database } from "../db/client.ts";
import { insertPassword, isEmailTaken } from "../db/passwords.ts";
import { deletePastSessions, insertSession } from "../db/sessions.ts";
import { findAccount, handOver, insertUser, reserveHandle } from "../db/users.ts";
import { type Env, readConfig } from "../env.ts";
import { forgetGuest, knownGuest } from "./guest.ts";
import { handlesFor } from "./new-handle.ts";
import { openSession } from "./session.ts";

type AppContext = Context<{ Bindings: Env }>;

/** Signs somebody in who has proved who they are; what they did as a guest is theirs. Null where the account is gone. */
export async function enter(context: AppContext, userId: string): Promise<Account | null> {
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
  if (!account) return null;
  await opening.handTokens();
  forgetGuest(context);
  return account;
}

/**
 * Makes an account with one way to sign in, and signs in. A guest keeps its id, and with it what is its own.
 *
 * @param wayIn the statement that stores the way to sign in of a user; where it fails, there is no account
 */
export async function enterNew(
  context: AppContext,
  name: string,
  wayIn: (userId: string) => Statement,
): Promise<Omit<Account, "email">> {
  const sql = database(readConfig(context.env));
  const id = (await knownGuest(context)) ?? crypto.randomUUID();
  const opening = await openSession(context, id, Date.now());
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  const handles = handlesFor(name, random);
  const [, [user]] = (await sql.transaction([
    reserveHandle(sql, handles.handle),
    insertUser(sql, { id, name, ...handles }),
    wayIn(id),
    insertSession(sql, opening.session),
  ])) as [unknown, [{ handle: string }], unknown, unknown];
  await opening.handTokens();
  forgetGuest(context);
  return { id, handle: user.handle, name, status: "", picture: null, invisible: false, sharesRoom: false };
}

/** Makes an account that is signed into with a password, and signs in. Null where somebody else has the address. */
export async function enterWithPassword(
  context: AppContext,
  { name, email, hash }: { name: string; email: string; hash: string },
): Promise<Account | null> {
  const sql = database(readConfig(context.env));
  try {
    const account = await enterNew(context, name, (userId) => insertPassword(sql, { userId, email, hash }));
    return { ...account, email };
  } catch (error) {
    if (isEmailTaken(error)) return null;
    throw error;
  }
}
