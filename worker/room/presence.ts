import { TIMES } from "../../protocol/limits.ts";
import { decodedBy } from "../../protocol/video-codecs.ts";
import { earliest } from "../earliest.ts";
import { recallMarks } from "./annotations.ts";
import { rememberAdmitted, roleOf } from "./doors.ts";
import { noteInvitation } from "./invites.ts";
import { attachParticipant } from "./media.ts";
import { endMove } from "./moving.ts";
import { seekNode } from "./node-search.ts";
import { epochOf, isFarther, nodeAt, ownPlaceOf, placeOf, withoutOwnSearch } from "./nodes.ts";
import { endPiped } from "./piping.ts";
import { removeProducersOf } from "./publishing.ts";
import { tellReadMarks } from "./reading.ts";
import { takeReservation } from "./reserving.ts";
import { type Newcomer, type Participant, type RoomState, type Turn, without, withoutKey } from "./state.ts";
import { announce, answer, close, type From, orderFor, putParticipant, refuse, type Sender } from "./turn.ts";
import { tellDemand, tellWholeDemand } from "./watching.ts";
import { describe, snapshot } from "./welcome.ts";

/** Lets somebody in. The answer waits for the node's transports, so that one answer brings everything. */
export function enter(turn: Turn, newcomer: Newcomer, message: From<"join">): void {
  const earlier = turn.state;
  const { socket, userId, authorId, picture, address, position, now } = newcomer;
  const before = [...earlier.participants.values()].find((p) => p.userId === userId && p.tab === message.tab);
  if (before) standAside(turn, before, socket);
  const { rtpCapabilities, dtlsParameters, name, tab, identity = null, roundTrips = {}, ready } = message;
  const common = nodeAt(earlier, placeOf(position));
  const seeksOwn = isFarther(common, roundTrips);
  const nodeId = seeksOwn ? null : common;
  const reservedId = takeReservation(turn, socket, before ? null : nodeId);
  const id = before?.id ?? reservedId ?? newcomer.participantId;
  const place = seeksOwn ? ownPlaceOf(id, now) : placeOf(position);
  // Where the same node serves the new page, attaching it replaces what the old one had.
  if (before) {
    endMove(turn, before);
    turn.state = { ...turn.state, searches: withoutOwnSearch(turn.state.searches, before) };
  }
  if (before && before.nodeId !== nodeId)
    orderFor(turn, before.id, { type: "detach", participantId: before.id });
  const role = roleOf(earlier, userId);
  const participant: Participant = {
    id,
    userId,
    authorId,
    tab,
    name,
    picture,
    role,
    socket,
    lostAt: null,
    resumeKey: newcomer.resumeKey,
    media: { rtpCapabilities, dtlsParameters },
    identity,
    nodeId,
    attached: false,
    movesTo: null,
    former: null,
    renewedAt: null,
    joining: message.id ?? 0,
    avoidsDirect: null,
    keepsMarks: false,
    hand: null,
    recording: false,
    address,
    position,
    roundTrips,
    place,
  };
  putParticipant(turn, participant);
  turn.effects.push({ type: "seat", socket, participantId: participant.id });
  noteInvitation(turn, newcomer, now);
  rememberAdmitted(turn, userId, now);
  // A page that has just come shows nothing yet that it could have said.
  turn.state = { ...turn.state, emptySince: null, watches: withoutKey(turn.state.watches, participant.id) };
  if (before)
    announce(turn, {
      type: "participant-changed",
      participantId: participant.id,
      name,
      picture,
      role,
      connected: true,
      decodes: decodedBy(rtpCapabilities),
      identity,
      hand: null,
      recording: false,
    });
  else announce(turn, { type: "participant-joined", participant: describe(turn.state, participant) });
  tellDemand(turn, earlier, participant.id);
  if (nodeId === null) seekNode(turn, now, participant);
  else attachParticipant(turn, participant.id, reservedId === null ? undefined : ready);
}

/** The same tab is back: what it published is gone with its old page. */
function standAside(turn: Turn, before: Participant, socket: string): void {
  removeProducersOf(turn, before.id);
  if (before.socket !== null && before.socket !== socket) close(turn, before.socket, "replaced");
}

/** Takes a session up again on a new socket: what was missed since (epoch, seq) follows, or the room as it is. */
export function resume(turn: Turn, socket: string, message: From<"resume">): void {
  const participant = turn.state.participants.get(message.participantId);
  if (!participant || participant.resumeKey !== message.key || participant.joining !== null) {
    refuse(turn, socket, message.id, "session_expired");
    return close(turn, socket, "session_expired");
  }
  if (participant.socket !== null && participant.socket !== socket)
    close(turn, participant.socket, "replaced");
  if (participant.lostAt !== null) {
    announce(turn, { type: "participant-changed", participantId: participant.id, connected: true });
  }
  // Its transports were lost, or others were offered while it did not listen.
  const epoch = epochOf(turn.state, participant);
  const attached = participant.attached && message.mediaEpoch === epoch;
  putParticipant(turn, { ...participant, socket, lostAt: null, attached });
  turn.effects.push({ type: "seat", socket, participantId: participant.id });
  answer(turn, socket, message.id, {});
  catchUp(turn, socket, message, participant);
  tellReadMarks(turn, participant.id);
  tellWholeDemand(turn, participant.id);
  recallMarks(turn, participant.id);
  if (!attached) attachParticipant(turn, participant.id);
}

function catchUp(
  turn: Turn,
  socket: string,
  { epoch, seq }: { epoch: number; seq: number },
  participant: Participant,
): void {
  const { state, effects } = turn;
  const missed = state.log.filter((event) => event.seq > seq);
  const isSameNode = epoch === epochOf(state, participant);
  const complete = isSameNode && seq <= state.seq && missed.length === state.seq - seq;
  if (complete) for (const item of missed) effects.push({ type: "send", socket, item });
  else effects.push({ type: "send", socket, item: { type: "snapshot", ...snapshot(state, participant) } });
}

/** A socket is lost: its participant may come back for a while, unless it never got its answer. */
export function socketClosed(turn: Turn, socket: string, now: number): void {
  const participant = [...turn.state.participants.values()].find((p) => p.socket === socket);
  if (!participant) return;
  if (participant.joining !== null) return removeParticipant(turn, participant.id, now);
  putParticipant(turn, { ...participant, socket: null, lostAt: now });
  announce(turn, { type: "participant-changed", participantId: participant.id, connected: false });
}

export function leave(turn: Turn, sender: Sender, now: number): void {
  removeParticipant(turn, sender.id, now);
  close(turn, sender.socket, "left");
}

/** Takes somebody out of the room; `by` is who did it, where it was not themselves. */
export function removeParticipant(turn: Turn, participantId: string, now: number, by?: string): void {
  // That the participant left says that its streams did, too.
  const before = turn.state;
  const { participants, producers, watches, searches } = before;
  const leaving = participants.get(participantId);
  if (leaving) endMove(turn, leaving);
  orderFor(turn, participantId, { type: "detach", participantId });
  for (const producer of producers.values())
    if (producer.participantId === participantId) endPiped(turn, producer);
  turn.state = {
    ...before,
    participants: without(participants, ({ id }) => id === participantId),
    producers: without(producers, (producer) => producer.participantId === participantId),
    watches: withoutKey(watches, participantId),
    searches: leaving ? withoutOwnSearch(searches, leaving) : searches,
  };
  announce(turn, { type: "participant-left", participantId, ...(by === undefined ? {} : { by }) });
  tellDemand(turn, before, participantId);
  if (turn.state.participants.size === 0) turn.state = { ...turn.state, emptySince: now };
}

export function rename(turn: Turn, sender: Sender, { name, id }: From<"rename">): void {
  putParticipant(turn, { ...sender, name });
  if (name !== sender.name) announce(turn, { type: "participant-changed", participantId: sender.id, name });
  answer(turn, sender.socket, id, {});
}

/** Removes whoever was away for too long. */
export function presenceDue(turn: Turn, now: number): void {
  for (const { id, lostAt } of turn.state.participants.values()) {
    if (lostAt !== null && now >= lostAt + TIMES.resumeGraceMs) removeParticipant(turn, id, now);
  }
}

/** When the next participant's time is up, in milliseconds since 1970; null where nobody is away. */
export function presenceAlarm(state: RoomState): number | null {
  const lost = earliest([...state.participants.values()].map(({ lostAt }) => lostAt));
  return lost === null ? null : lost + TIMES.resumeGraceMs;
}
