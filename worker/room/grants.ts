import { ACTION_OF_SOURCE, type Action, may, mayActOn } from "../../protocol/room/permissions.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import type { NamedMessages } from "./chat.ts";
import { rulesOf } from "./meta.ts";
import type { Participant, RoomState } from "./state.ts";

/** What a page says that is not in the room, or not yet. */
export type Entry = Extract<ToRoom, { type: "reserve" | "join" | "resume" }>;
/** What a participant may say once it has joined. */
export type ParticipantMessage = Exclude<ToRoom, Entry>;

/** Something that somebody in the room says, and all that decides whether they may. */
interface Claim<M> {
  readonly state: RoomState;
  readonly sender: Participant;
  readonly message: M;
  readonly named: NamedMessages;
}

type Grants = {
  readonly [T in ParticipantMessage["type"]]: (
    claim: Claim<Extract<ParticipantMessage, { type: T }>>,
  ) => boolean;
};

/** What each message takes of its sender. What it is about may not be there: that is for its handler to say. */
export const GRANTS: Grants = {
  leave: anybody,
  rename: anybody,
  "set-role": onParticipant("set-roles"),
  publish: (claim) => mayDo(claim, ACTION_OF_SOURCE[claim.message.source]),
  unpublish: onStream("stop-others"),
  "set-paused": onStream("mute-others"),
  consume: anybody,
  "start-consumers": anybody,
  moved: anybody,
  "restart-ice": anybody,
  "renew-media": anybody,
  "renew-ice-servers": anybody,
  annotate: (claim) => mayDo(claim, "draw") && (!clearsAll(claim) || onStream("stop-drawing")(claim)),
  "set-drawing": onStream("stop-drawing"),
  "raise-hand": (claim) => mayDo(claim, "raise-hand"),
  "lower-hands": (claim) => mayDo(claim, "lower-hands"),
  cheer: (claim) => mayDo(claim, "cheer"),
  // Nobody's page is made to record, and one's own may always stop.
  "set-recording": (claim) => {
    const { sender, message } = claim;
    if (message.participantId !== sender.id)
      return !message.recording && onParticipant("stop-recording")(claim);
    return !message.recording || mayDo(claim, "record");
  },
  kick: onParticipant("kick"),
  ban: onParticipant("ban"),
  unban: (claim) => mayDo(claim, "ban"),
  "list-bans": (claim) => mayDo(claim, "ban"),
  "hand-over": onParticipant("hand-over"),
  admit: (claim) => mayDo(claim, "admit"),
  lock: (claim) => mayDo(claim, "lock"),
  "change-room": (claim) =>
    mayDo(claim, "change-room") && (claim.message.regions === undefined || mayDo(claim, "set-regions")),
  "set-password": (claim) => mayDo(claim, "change-room"),
  "make-invite": (claim) => mayDo(claim, "invite"),
  "list-invites": (claim) => mayDo(claim, "invite"),
  "revoke-invite": ({ state, sender, message }) =>
    state.invites.get(message.code)?.authorId === sender.authorId || mayDo({ state, sender }, "change-room"),
  attach: (claim) => mayDo(claim, "chat"),
  // What was stored is answered as it was, whatever its author may by now.
  chat: (claim) => mayDo(claim, "chat") || claim.named[claim.message.messageId] !== undefined,
  "edit-chat": (claim) => mayDo(claim, "chat"),
  "delete-chat": ({ message, named, ...claim }) =>
    named[message.messageId]?.authorId === claim.sender.authorId || mayDo(claim, "delete-messages"),
  "react-chat": (claim) => mayDo(claim, "chat"),
  "chat-pass": anybody,
  "set-typing": (claim) => mayDo(claim, "chat"),
  "mark-read": anybody,
  relay: anybody,
  "avoid-direct": anybody,
  watch: anybody,
};

export function isEntry(message: ToRoom): message is Entry {
  return message.type === "reserve" || message.type === "join" || message.type === "resume";
}

/** Whether somebody in the room may say this. Asked before anything is done about it. */
export function isGranted(claim: Claim<ParticipantMessage>): boolean {
  const grants = GRANTS[claim.message.type] as (claim: Claim<ParticipantMessage>) => boolean;
  return grants(claim);
}

/** It is about the sender alone, or changes nothing. */
function anybody(): boolean {
  return true;
}

function mayDo({ state, sender }: Pick<Claim<unknown>, "state" | "sender">, action: Action): boolean {
  return may(sender.role, action, rulesOf(state));
}

/** It is done to somebody in the room. */
function onParticipant(action: Action) {
  return ({ state, sender, message }: Claim<{ readonly participantId: string }>): boolean => {
    const target = state.participants.get(message.participantId);
    if (target === undefined) return mayDo({ state, sender }, action);
    return mayActOn(sender.role, action, target.role, rulesOf(state));
  };
}

/** It is done to a stream: one's own, or somebody else's. */
function onStream(action: Action) {
  return ({ state, sender, message }: Claim<{ readonly producerId: string }>): boolean => {
    const ownerId = state.producers.get(message.producerId)?.participantId ?? "";
    const owner = state.participants.get(ownerId);
    return !owner || owner.id === sender.id || mayActOn(sender.role, action, owner.role, rulesOf(state));
  };
}

function clearsAll({ message }: Claim<Extract<ToRoom, { type: "annotate" }>>): boolean {
  return message.marks.some((mark) => mark.kind === "clear" && mark.whose === "all");
}
