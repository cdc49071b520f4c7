import * as v from "valibot";
import { type Invite, invitesSchema } from "../../protocol/room/invites.ts";
import { randomBytes, toBase64Url } from "../call/encryption/bytes.ts";
import { askFor } from "./call.ts";

const CODE_BYTES = 16;

/** Makes an invitation for so long and so many people; null: without end, for however many. Answers its code, or null. */
export async function makeInvite(forMs: number | null, uses: number | null): Promise<string | null> {
  const code = toBase64Url(randomBytes(CODE_BYTES));
  const made = await askFor({ type: "make-invite", code, forMs, uses }, v.unknown());
  return made === null ? null : code;
}

/** The invitations that one may see, latest first; null where they are not to be had now. */
export const listInvites = async (): Promise<readonly Invite[] | null> =>
  (await askFor({ type: "list-invites" }, invitesSchema))?.invites ?? null;

/** Ends an invitation. */
export const revokeInvite = (code: string): Promise<unknown> =>
  askFor({ type: "revoke-invite", code }, v.unknown());

/** Has who comes in asked for a password; null: for none. Answers whether that is so now. */
export const setPassword = async (password: string | null): Promise<boolean> =>
  (await askFor({ type: "set-password", password }, v.unknown())) !== null;
