import type { Report } from "../../protocol/node/reports.ts";
import type { Position } from "../../protocol/position.ts";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import { earliest } from "../earliest.ts";
import type { ChosenNode } from "../registry/areas.ts";
import { annotate, setDrawing } from "./annotations.ts";
import { pipeBroken, pipeSilent } from "./broken-pipes.ts";
import { chat, chatPass, deleteChat, editChat, type NamedMessages, reactChat } from "./chat.ts";
import { end } from "./ending.ts";
import { attach, type NamedFiles } from "./files.ts";
import { isGranted, type ParticipantMessage } from "./grants.ts";
import { cheer, lowerHands, raiseHand } from "./hands.ts";
import { listInvites, makeInvite, revokeInvite } from "./invites.ts";
import { join } from "./joining.ts";
import { admit, settleLobby, stopWaiting } from "./lobby.ts";
import * as media from "./media.ts";
import * as moderation from "./moderation.ts";
import { moved } from "./moving.ts";
import { nodeChosen, seekNode } from "./node-search.ts";
import { placeOf } from "./nodes.ts";
import * as piping from "./piping.ts";
import * as placement from "./placement.ts";
import * as presence from "./presence.ts";
import * as publishing from "./publishing.ts";
import { markRead, setTyping } from "./reading.ts";
import { setRecording } from "./recording.ts";
import { relay } from "./relay.ts";
import { dropReservation, reservationsAlarm, reservationsDue, reserve, reserved } from "./reserving.ts";
import { avoidDirect, routeAlarm, settleRoute } from "./route.ts";
import {
  becomePassword,
  changeRoom,
  learnMeta,
  learnSlug,
  lock,
  metaWritten,
  setPassword,
} from "./settings.ts";
import type { Effect, Newcomer, RoomMeta, RoomPassword, RoomState, Turn } from "./state.ts";
import { type From, refuse, refuseNode, type Sender } from "./turn.ts";
import { watch } from "./watching.ts";

/** Everything that can happen to a room. Time, ids and what storage knows come in with it. */
export type RoomInput = { now: number } & (
  | { type: "prepare"; meta: RoomMeta; chat: readonly ChatMessage[]; position: Position | null }
  | { type: "password-hashed"; socket: string; request: number | undefined; password: RoomPassword }
  | { type: "slug-changed"; slug: string }
  /** The room is no more. */
  | { type: "ended" }
  | { type: "join"; newcomer: Omit<Newcomer, "now">; message: From<"join"> }
  | { type: "reserve"; newcomer: Omit<Newcomer, "now">; message: From<"reserve"> }
  | { type: "resume"; socket: string; message: From<"resume"> }
  | {
      type: "message";
      socket: string;
      participantId: string;
      message: ParticipantMessage;
      named: NamedMessages;
      files: NamedFiles;
    }
  | { type: "socket-closed"; socket: string }
  | { type: "node-chosen"; place: string; epoch: number; node: ChosenNode | null }
  | { type: "node-missing"; nodeId: string; epoch: number }
  | { type: "node-unknown"; nodeId: string; epoch: number }
  | { type: "node-unreachable"; nodeId: string; epoch: number }
  | { type: "node-report"; socket: string; nodeId: string; report: Report }
  | { type: "node-link-closed"; socket: string }
  /** Postgres has this version of what the room is. */
  | { type: "meta-written"; version: number }
  | { type: "alarm" }
);

type Handlers = {
  [T in ParticipantMessage["type"]]: (
    turn: Turn,
    sender: Sender,
    message: Extract<ParticipantMessage, { type: T }>,
    input: { named: NamedMessages; files: NamedFiles; now: number },
  ) => void;
};

const handlers: Handlers = {
  leave: (turn, sender, _message, { now }) => presence.leave(turn, sender, now),
  rename: presence.rename,
  "set-role": moderation.setRole,
  publish: publishing.publish,
  unpublish: publishing.unpublish,
  "set-paused": publishing.setPaused,
  consume: media.consume,
  "start-consumers": media.startConsumers,
  moved,
  "restart-ice": (turn, sender, message, { now }) => {
    placement.doubtNode(turn, sender.nodeId, now);
    media.restartIce(turn, sender, message);
  },
  "renew-media": (turn, sender, message, { now }) => {
    placement.doubtNode(turn, sender.nodeId, now);
    placement.renewMedia(turn, sender, message, now);
  },
  "renew-ice-servers": media.renewIceServers,
  annotate,
  "set-drawing": setDrawing,
  "raise-hand": raiseHand,
  "lower-hands": lowerHands,
  cheer,
  "set-recording": setRecording,
  kick: moderation.kick,
  ban: moderation.ban,
  unban: moderation.unban,
  "list-bans": moderation.listBans,
  "hand-over": moderation.handOver,
  admit,
  lock,
  "change-room": changeRoom,
  "set-password": setPassword,
  "make-invite": makeInvite,
  "list-invites": listInvites,
  "revoke-invite": revokeInvite,
  attach,
  chat,
  "edit-chat": editChat,
  "delete-chat": deleteChat,
  "react-chat": reactChat,
  "chat-pass": chatPass,
  "set-typing": setTyping,
  "mark-read": markRead,
  relay,
  "avoid-direct": (turn, sender, message, { now }) => avoidDirect(turn, sender, message, now),
  watch,
};

/**
 * One step of the room: the state that follows, the messages that are written by it, and what the shell is to do once that
 * state is stored. It is pure: the same state and input give the same result, and nothing that was passed in is changed.
 */
export function step(
  state: RoomState,
  input: RoomInput,
): { state: RoomState; effects: Effect[]; written: readonly ChatMessage[] } {
  const turn: Turn = { state, effects: [], written: [] };
  take(turn, input);
  placement.settleMoves(turn, state, input.now);
  placement.settleNodes(turn, state, input.now);
  settleRoute(turn, input.now);
  settleLobby(turn, state, input.now);
  return turn;
}

function take(turn: Turn, input: RoomInput): void {
  const { now } = input;
  switch (input.type) {
    case "prepare":
      return prepare(turn, input);
    case "password-hashed":
      return becomePassword(turn, input);
    case "slug-changed":
      return learnSlug(turn, input.slug);
    case "ended":
      return end(turn);
    case "join":
      return join(turn, { ...input.newcomer, now }, input.message);
    case "reserve":
      return reserve(turn, { ...input.newcomer, now }, input.message);
    case "resume":
      return presence.resume(turn, input.socket, input.message);
    case "message":
      return hear(turn, input);
    case "socket-closed":
      stopWaiting(turn, input.socket);
      dropReservation(turn, input.socket);
      return presence.socketClosed(turn, input.socket, now);
    case "node-chosen":
      return nodeChosen(turn, input);
    case "node-missing":
      return placement.nodeMissing(turn, input.nodeId, input.epoch, now);
    case "node-unknown":
      return placement.nodeUnknown(turn, input.nodeId, input.epoch, now);
    case "node-unreachable":
      return placement.nodeUnreachable(turn, input.nodeId, input.epoch, now);
    case "node-report":
      return hearNode(turn, input.socket, input.nodeId, input.report, now);
    case "node-link-closed":
      return placement.nodeLinkClosed(turn, input.socket, now);
    case "meta-written":
      return metaWritten(turn, input.version);
    case "alarm":
      presence.presenceDue(turn, now);
      reservationsDue(turn, now);
      return placement.placementDue(turn, now);
  }
}

/** Somebody opened the room's page: the node for where they are, and its router, are made ready before they join. */
function prepare(turn: Turn, { meta, chat, position, now }: Extract<RoomInput, { type: "prepare" }>): void {
  const { state } = turn;
  const emptySince = state.participants.size === 0 ? now : null;
  const last = chat.at(-1)?.seq ?? 0;
  // Chat from the database is the room's only where it has none of its own.
  const restored = last > state.seq ? { chat, seq: last, log: [] } : {};
  turn.state = { ...state, ...restored, emptySince };
  learnMeta(turn, meta);
  if (last > state.seq) turn.written.push(...chat);
  seekNode(turn, now, { id: "", position, place: placeOf(position), roundTrips: {} });
}

function hear(turn: Turn, input: Extract<RoomInput, { type: "message" }>): void {
  const { message, socket } = input;
  const sender = turn.state.participants.get(input.participantId);
  // A socket speaks for its participant only while it is the participant's socket.
  if (sender?.socket !== socket || sender.joining !== null)
    return refuse(turn, socket, message.id, "not_joined");
  if (!isGranted({ state: turn.state, sender, message, named: input.named }))
    return refuse(turn, socket, message.id, "forbidden");
  const handler = handlers[message.type] as (...args: Parameters<Handlers[keyof Handlers]>) => void;
  handler(turn, { ...sender, socket }, message as never, input);
}

function hearNode(turn: Turn, socket: string, nodeId: string, report: Report, now: number): void {
  if (report.type === "holding") return placement.nodeLinked(turn, socket, nodeId, report, now);
  const node = turn.state.nodes.get(nodeId);
  // Words of a former node, or about a former epoch.
  if (node?.socket !== socket || report.epoch !== node.epoch)
    return refuseNode(turn, nodeId, "stale-report", `${report.type} of epoch ${report.epoch}`);
  switch (report.type) {
    case "reserved":
      return reserved(turn, nodeId, report);
    case "attached":
      return media.attached(turn, nodeId, report, now);
    case "attach-failed":
      return media.attachFailed(turn, nodeId, report, now);
    case "produced":
      return publishing.produced(turn, nodeId, report);
    case "produce-failed":
      return publishing.produceFailed(turn, nodeId, report);
    case "consuming":
      return media.consuming(turn, nodeId, report);
    case "ice-restarted":
      return media.iceRestarted(turn, nodeId, report);
    case "pipe-ends":
      return piping.pipeEnds(turn, nodeId, report);
    case "piped":
      return piping.piped(turn, nodeId, report);
    case "received":
      return piping.received(turn, nodeId, report);
    case "pipe-flow":
      return piping.pipeFlow(turn, nodeId, report);
    case "pipe-silent":
      return pipeSilent(turn, nodeId, report, now);
    case "pipe-broken":
      return pipeBroken(turn, nodeId, report, now);
    case "draining":
      return placement.nodeDrains(turn, nodeId);
    case "leaving":
      return placement.nodeLost(turn, nodeId, now, report.reason === "draining" ? nodeId : null);
  }
}

/** When the room next wants an `alarm`, in milliseconds since 1970; null where nothing is due. */
export function nextAlarm(state: RoomState): number | null {
  const alarms = [presence.presenceAlarm, reservationsAlarm, placement.placementAlarm, routeAlarm];
  return earliest(alarms.map((alarm) => alarm(state)));
}
