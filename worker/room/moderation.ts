import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { Banned } from "../../protocol/room/moderation.ts";
import type { Role } from "../../protocol/room/participants.ts";
import { forgetAdmitted } from "./doors.ts";
import { revokeInvitesOf } from "./invites.ts";
import { sendAwayAll } from "./lobby.ts";
import { removeParticipant } from "./presence.ts";
import { removeForbidden } from "./publishing.ts";
import { endForbiddenRecording } from "./recording.ts";
import { changeMeta } from "./settings.ts";
import { type Ban, type Participant, type Turn, withEntry, without, withoutKey } from "./state.ts";
import { announce, answer, close, type From, putParticipant, refuse, type Sender } from "./turn.ts";

interface Now {
  readonly now: number;
}

/** Gives somebody another role, in all of their tabs and visits; what they may not send any more ends. */
export function setRole(turn: Turn, sender: Sender, { participantId, role, id }: From<"set-role">): void {
  const target = turn.state.participants.get(participantId);
  if (!target) return refuse(turn, sender.socket, id, "unknown_participant");
  turn.state = { ...turn.state, roles: withEntry(turn.state.roles, target.userId, role) };
  showRole(turn, target.userId, role);
  answer(turn, sender.socket, id, {});
}

/** Puts somebody out, with all of their tabs. */
export function kick(turn: Turn, sender: Sender, { participantId, id }: From<"kick">, { now }: Now): void {
  const target = turn.state.participants.get(participantId);
  if (!target) return refuse(turn, sender.socket, id, "unknown_participant");
  putOut(turn, target.userId, { by: sender.id, reason: "kicked", now });
  answer(turn, sender.socket, id, {});
}

/** Puts somebody out who does not come back: not by this cookie or account, and not unseen from this address for a while. */
export function ban(turn: Turn, sender: Sender, { participantId, id }: From<"ban">, { now }: Now): void {
  const { participants, waiting, bans } = turn.state;
  const target = participants.get(participantId) ?? waitingAs(waiting.get(participantId));
  if (!target) return refuse(turn, sender.socket, id, "unknown_participant");
  if (bans.size >= LIMITS.bansPerRoom) return refuse(turn, sender.socket, id, "too_many_bans");
  const { userId, authorId, name, address } = target;
  const entry: Ban = { authorId, name, by: sender.name, at: now, address, until: now + TIMES.addressBanMs };
  turn.state = {
    ...turn.state,
    bans: withEntry(bans, userId, entry),
    roles: withoutKey(turn.state.roles, userId),
  };
  revokeInvitesOf(turn, authorId);
  putOut(turn, userId, { by: sender.id, reason: "banned", now });
  sendAwayAll(turn, userId, "banned");
  answer(turn, sender.socket, id, {});
}

function waitingAs(
  waiting: ReturnType<Turn["state"]["waiting"]["get"]>,
): Pick<Participant, "userId" | "authorId" | "name" | "address"> | undefined {
  return waiting && { ...waiting.newcomer, name: waiting.message.name };
}

function putOut(
  turn: Turn,
  userId: string,
  { by, reason, now }: { by: string; reason: "kicked" | "banned"; now: number },
): void {
  for (const { id, socket } of [...turn.state.participants.values()].filter((p) => p.userId === userId)) {
    removeParticipant(turn, id, now, by);
    if (socket !== null) close(turn, socket, reason);
  }
  forgetAdmitted(turn, userId);
}

/** Ends a ban. */
export function unban(turn: Turn, sender: Sender, { authorId, id }: From<"unban">): void {
  turn.state = { ...turn.state, bans: without(turn.state.bans, (entry) => entry.authorId === authorId) };
  answer(turn, sender.socket, id, {});
}

/** Says who is banned, latest first. */
export function listBans(turn: Turn, sender: Sender, { id }: From<"list-bans">): void {
  const bans = [...turn.state.bans.values()]
    .sort((a, b) => b.at - a.at)
    .map(({ authorId, name, by, at }): Banned => ({ authorId, name, by, at }));
  answer(turn, sender.socket, id, { bans });
}

/** Makes the room somebody else's; its owner until now is a moderator. */
export function handOver(turn: Turn, sender: Sender, { participantId, id }: From<"hand-over">): void {
  const target = turn.state.participants.get(participantId);
  if (!target) return refuse(turn, sender.socket, id, "unknown_participant");
  const roles = withEntry(withoutKey(turn.state.roles, target.userId), sender.userId, "moderator" as const);
  const handedFrom = turn.state.handedFrom ?? sender.userId;
  turn.state = { ...turn.state, roles, handedFrom };
  changeMeta(turn, { ownerId: target.userId });
  showRole(turn, sender.userId, "moderator");
  showRole(turn, target.userId, "owner");
  answer(turn, sender.socket, id, {});
}

function showRole(turn: Turn, userId: string, role: Role): void {
  for (const same of [...turn.state.participants.values()].filter((p) => p.userId === userId)) {
    putParticipant(turn, { ...same, role });
    removeForbidden(turn, same.id, same.id);
    endForbiddenRecording(turn, same.id);
    announce(turn, { type: "participant-changed", participantId: same.id, role });
  }
}
