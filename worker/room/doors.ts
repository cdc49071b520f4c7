import type { ErrorCode } from "../../protocol/errors.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Role } from "../../protocol/room/participants.ts";
import { may } from "../../protocol/room/permissions.ts";
import { invitationOf } from "./invites.ts";
import { rulesOf } from "./meta.ts";
import { type RoomState, type Turn, withEntry, without, withoutKey } from "./state.ts";

/** Who wants to come in, as its token says. */
export interface Visitor {
  readonly userId: string;
  /** Without an account. */
  readonly isGuest: boolean;
  /** A keyed hash of the address that they come from, another one in each room; null where that is not known. */
  readonly address: string | null;
  /** Which password they gave, by its id; null where they gave none. */
  readonly passwordId: string | null;
  /** The code of the invitation that they have. */
  readonly invite: string | null;
}

/** What a visitor finds: they may come in, wait, or may not, for this reason. */
export type Door = "open" | "wait" | ErrorCode;

/** What somebody is in this room. */
export function roleOf({ meta, roles }: RoomState, userId: string): Role {
  return meta?.ownerId === userId ? "owner" : (roles.get(userId) ?? "participant");
}

/**
 * Whether a visitor may come in now. Who was in while this meeting lasts may come back, unless they were put out. Who is
 * invited needs no password, no account and nobody at the door, but a place, and a room that is not locked.
 */
export function doorFor(state: RoomState, visitor: Visitor, now: number): Door {
  const { userId, isGuest } = visitor;
  if (state.bans.has(userId)) return "banned";
  if (may(roleOf(state, userId), "admit", rulesOf(state))) return hasPlace(state) ? "open" : "room_full";
  const settings = state.meta?.settings;
  if (state.admitted.has(userId) || !settings) return hasPlace(state) ? "open" : "room_full";
  const isInvited = invitationOf(state, visitor, now) !== null;
  if (isGuest && !settings.guests && !isInvited) return "accounts_only";
  if (settings.locked) return "room_locked";
  if (!isInvited && !knowsPassword(state, visitor)) return "password_needed";
  if (!hasPlace(state, settings.limit)) return "room_full";
  const waits = settings.lobby === "everybody" || (settings.lobby === "guests" && isGuest);
  return (waits && !isInvited) || resemblesBanned(state, visitor, now) ? "wait" : "open";
}

function knowsPassword({ meta }: RoomState, { passwordId }: Visitor): boolean {
  return !meta?.password || meta.password.id === passwordId;
}

/**
 * Whether a visitor comes from where somebody lately came from who is banned. A network is shared, and so this keeps nobody
 * out: but a new name or a cleared cookie is looked at by somebody.
 */
export function resemblesBanned({ bans }: RoomState, { address }: Visitor, now: number): boolean {
  return address !== null && [...bans.values()].some((ban) => ban.address === address && now < ban.until);
}

/** Whether one more has a place, where the room's own limit does not count or `limit` is that. */
export function hasPlace(
  { participants, meta }: RoomState,
  limit: number = LIMITS.participantsPerRoom,
): boolean {
  const most = meta?.settings.encrypted ? LIMITS.encryptedParticipants : LIMITS.participantsPerRoom;
  return participants.size < Math.min(limit, most);
}

/** Remembers that somebody is in. */
export function rememberAdmitted(turn: Turn, userId: string, now: number): void {
  const { admitted } = turn.state;
  if (admitted.has(userId)) return;
  const oldest = Math.min(...admitted.values());
  const kept =
    admitted.size < LIMITS.admittedPerRoom ? admitted : without(admitted, (since) => since === oldest);
  turn.state = { ...turn.state, admitted: withEntry(kept, userId, now) };
}

/** Somebody who was in is as anybody who was not. */
export function forgetAdmitted(turn: Turn, userId: string): void {
  turn.state = { ...turn.state, admitted: withoutKey(turn.state.admitted, userId) };
}

/** Whether no more may come before the door, of whom these are the addresses, in all or from one address; null is nobody's. */
export function isCrowded(
  addresses: readonly (string | null)[],
  address: string | null,
  most: { inAll: number; fromAddress: number },
): boolean {
  const neighbours = addresses.filter((each) => address !== null && each === address);
  return addresses.length >= most.inAll || neighbours.length >= most.fromAddress;
}
