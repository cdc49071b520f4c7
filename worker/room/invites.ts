import { LIMITS } from "../../protocol/limits.ts";
import type { Invite as PublicInvite } from "../../protocol/room/invites.ts";
import { may } from "../../protocol/room/permissions.ts";
import type { Visitor } from "./doors.ts";
import { rulesOf } from "./meta.ts";
import { type Invite, type RoomState, type Turn, withEntry, without, withoutKey } from "./state.ts";
import { answer, type From, refuse, type Sender } from "./turn.ts";

/** The invitation by which a visitor may come in now; null where they have none that is good. */
export function invitationOf(
  { invites }: RoomState,
  { userId, invite }: Pick<Visitor, "userId" | "invite">,
  now: number,
): Invite | null {
  const found = invite === null ? undefined : invites.get(invite);
  // Who came in by it comes in by it again.
  return found && isCurrent(found, now) && (hasUses(found) || found.usedBy.includes(userId)) ? found : null;
}

function isCurrent({ until }: Invite, now: number): boolean {
  return until === null || now < until;
}

function hasUses({ uses, usedBy }: Invite): boolean {
  return uses === null || usedBy.length < uses;
}

/** Somebody came in, and has used their invitation. */
export function noteInvitation(turn: Turn, visitor: Pick<Visitor, "userId" | "invite">, now: number): void {
  const { userId, invite } = visitor;
  const found = invitationOf(turn.state, visitor, now);
  if (invite === null || !found || found.uses === null || found.usedBy.includes(userId)) return;
  const used = { ...found, usedBy: [...found.usedBy, userId] };
  turn.state = { ...turn.state, invites: withEntry(turn.state.invites, invite, used) };
}

/** Makes an invitation. Asked for once more, it is the same. */
export function makeInvite(
  turn: Turn,
  sender: Sender,
  { code, forMs, uses, id }: From<"make-invite">,
  { now }: { now: number },
): void {
  // Those that are over make room; those that are used up are still good for who has used them.
  const current = without(turn.state.invites, (invite) => !isCurrent(invite, now));
  const known = current.get(code);
  if (known && known.authorId !== sender.authorId) return refuse(turn, sender.socket, id, "forbidden");
  if (!known && current.size >= LIMITS.invitesPerRoom)
    return refuse(turn, sender.socket, id, "too_many_invites");
  const { authorId, name: by } = sender;
  const until = forMs === null ? null : now + forMs;
  const invite: Invite = known ?? { authorId, by, at: now, until, uses, usedBy: [] };
  turn.state = { ...turn.state, invites: withEntry(current, code, invite) };
  answer(turn, sender.socket, id, {});
}

/** Says which invitations are good: one's own, and to who looks after the room all. */
export function listInvites(
  turn: Turn,
  sender: Sender,
  { id }: From<"list-invites">,
  { now }: { now: number },
): void {
  const seesAll = may(sender.role, "change-room", rulesOf(turn.state));
  const invites = [...turn.state.invites]
    .filter(([, invite]) => isCurrent(invite, now) && (seesAll || invite.authorId === sender.authorId))
    .sort(([, a], [, b]) => b.at - a.at)
    .map(
      ([code, { by, at, until, uses, usedBy }]): PublicInvite => ({
        code,
        by,
        at,
        until,
        uses,
        used: usedBy.length,
      }),
    );
  answer(turn, sender.socket, id, { invites });
}

/** Nobody comes in by this invitation any more. */
export function revokeInvite(turn: Turn, sender: Sender, { code, id }: From<"revoke-invite">): void {
  turn.state = { ...turn.state, invites: withoutKey(turn.state.invites, code) };
  answer(turn, sender.socket, id, {});
}

/** Nobody comes in any more by what this person has made. */
export function revokeInvitesOf(turn: Turn, authorId: string): void {
  const invites = without(turn.state.invites, (invite) => invite.authorId === authorId);
  turn.state = { ...turn.state, invites };
}
