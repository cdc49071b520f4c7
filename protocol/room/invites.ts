import * as v from "valibot";
import { LIMITS } from "../limits.ts";

/** 128 random bits that its page makes, as base64url. Whoever has it may come in by it. */
const inviteCodeSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));

const DAY_MS = 24 * 3600_000;

/** To the room: let whoever has this code in, without a password and without waiting. */
export const makeInviteSchema = v.object({
  code: inviteCodeSchema,
  /** For so long; null: until it is revoked. */
  forMs: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(60_000), v.maxValue(30 * DAY_MS))),
  /** So many people; null: however many. */
  uses: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.inviteUses))),
});

/** To the room: which invitations are there? */
export const listInvitesSchema = v.object({});

/** To the room: this one is not good any more. */
export const revokeInviteSchema = v.object({ code: inviteCodeSchema });

/** An invitation, as those see it who made it or look after the room. Times are in milliseconds since 1970. */
const inviteSchema = v.object({
  code: v.string(),
  /** The name of who made it. */
  by: v.string(),
  at: v.number(),
  until: v.nullable(v.number()),
  uses: v.nullable(v.number()),
  /** How many people have come in by it; 0 where that is not counted. */
  used: v.number(),
});
export type Invite = v.InferOutput<typeof inviteSchema>;

/** The room's answer, latest first. */
export const invitesSchema = v.object({ invites: v.array(inviteSchema) });
