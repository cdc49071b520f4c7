import { LIMITS } from "../../protocol/limits.ts";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Snapshot } from "../../protocol/room/join.ts";
import type { Participant } from "../../protocol/room/participants.ts";
import { withReaction } from "../../protocol/room/reactions.ts";
import type { RoomDetails } from "../../protocol/room/settings.ts";
import type { RoomEvent } from "../../protocol/room/to-page.ts";

/** The room as the page shows it. Values are never changed in place: what stayed the same is the same object. */
export interface RoomView {
  readonly room: RoomDetails | null;
  /** In the order in which they joined. */
  readonly participants: readonly Participant[];
  /** In the order in which they were sent, from some place on without gaps. */
  readonly chat: readonly ChatMessage[];
  /** That place is the chat's beginning. */
  readonly chatIsWhole: boolean;
}

export const EMPTY_VIEW: RoomView = { room: null, participants: [], chat: [], chatIsWhole: false };

/** The view after a snapshot. What was known of the chat before its tail is forgotten: there may be a gap between them. */
export function applySnapshot(view: RoomView, snapshot: Snapshot): RoomView {
  const { room, participants, chat } = snapshot;
  // A chat that is longer than what a snapshot brings may still have been loaded without a gap, up to its newest messages.
  const follows = view.chat.some(({ messageId }) => messageId === chat[0]?.messageId);
  return {
    room,
    participants,
    chat: follows ? chat.reduce(withMessage, view.chat) : chat.reduce(withMessage, []),
    chatIsWhole: chat.length < LIMITS.chatTail || (follows && view.chatIsWhole),
  };
}

/** The view with what was written before the chat that is known; `more` where that is not the beginning either. */
export function withHistory(view: RoomView, older: readonly ChatMessage[], more: boolean): RoomView {
  return { ...view, chat: older.reduce(withMessage, view.chat), chatIsWhole: !more };
}

/** The view after an event. An event about somebody or something unknown changes nothing. */
export function applyEvent(view: RoomView, event: RoomEvent): RoomView {
  const handler = HANDLERS[event.type] as (view: RoomView, event: RoomEvent) => RoomView;
  return handler(view, event);
}

type Handlers = {
  [T in RoomEvent["type"]]: (view: RoomView, event: Extract<RoomEvent, { type: T }>) => RoomView;
};

const HANDLERS: Handlers = {
  "participant-joined": (view, { participant }) => {
    const known = view.participants.some(({ id }) => id === participant.id);
    if (known) return changeParticipant(view, participant.id, () => participant);
    return { ...view, participants: [...view.participants, participant] };
  },
  "participant-changed": (
    view,
    { participantId, name, picture, role, connected, decodes, identity, hand, recording },
  ) =>
    changeParticipant(view, participantId, (participant) => ({
      ...participant,
      ...(name === undefined ? {} : { name }),
      ...(picture === undefined ? {} : { picture }),
      ...(role === undefined ? {} : { role }),
      ...(connected === undefined ? {} : { connected }),
      ...(decodes === undefined ? {} : { decodes }),
      ...(identity === undefined ? {} : { identity }),
      ...(hand === undefined ? {} : { hand }),
      ...(recording === undefined ? {} : { recording }),
    })),
  "participant-left": (view, { participantId }) => ({
    ...view,
    participants: view.participants.filter(({ id }) => id !== participantId),
  }),
  "producer-added": (view, { participantId, producer, replaces }) =>
    changeParticipant(view, participantId, (participant) => ({
      ...participant,
      producers: withProducer(participant.producers, producer, replaces),
    })),
  "producer-paused": (view, { producerId, paused }) =>
    changeProducers(view, producerId, (participant) =>
      participant.producers.map((producer) =>
        producer.id === producerId ? { ...producer, paused } : producer,
      ),
    ),
  "producer-drawing": (view, { producerId, drawing }) =>
    changeProducers(view, producerId, (participant) =>
      participant.producers.map((producer) =>
        producer.id === producerId ? { ...producer, drawing } : producer,
      ),
    ),
  "producer-removed": (view, { producerId }) =>
    changeProducers(view, producerId, (participant) =>
      participant.producers.filter((producer) => producer.id !== producerId),
    ),
  "room-changed": (view, { room }) => ({ ...view, room }),
  // Which way media takes is the call's own affair.
  "route-changed": (view) => view,
  "chat-message": (view, message) => ({ ...view, chat: withMessage(view.chat, message) }),
  "chat-edited": (view, { seq, messageId, text, revision }) =>
    changeMessage(view, messageId, seq, () => ({ text, revision })),
  "chat-deleted": (view, { seq, messageId }) =>
    changeMessage(view, messageId, seq, () => ({ text: "", files: [], deleted: true, reactions: [] })),
  "chat-reacted": (view, event) =>
    changeMessage(view, event.messageId, event.seq, ({ reactions }) => ({
      reactions: withReaction(reactions, event),
    })),
  "media-lost": (view, { participantIds }) => ({
    ...view,
    participants: view.participants.map((participant) =>
      participantIds.includes(participant.id) ? { ...participant, producers: [] } : participant,
    ),
  }),
};

function changeParticipant(
  view: RoomView,
  id: string,
  change: (participant: Participant) => Participant,
): RoomView {
  return {
    ...view,
    participants: view.participants.map((participant) =>
      participant.id === id ? change(participant) : participant,
    ),
  };
}

/** One that replaces another stands where that stood. */
function withProducer(
  producers: Participant["producers"],
  producer: Participant["producers"][number],
  replaces: string | undefined,
): Participant["producers"] {
  const others = producers.filter(({ id }) => id !== producer.id);
  const at = others.findIndex(({ id }) => id === replaces);
  return at < 0 ? [...others, producer] : others.with(at, producer);
}

function changeProducers(
  view: RoomView,
  producerId: string,
  change: (participant: Participant) => Participant["producers"],
): RoomView {
  const owner = view.participants.find(({ producers }) => producers.some(({ id }) => id === producerId));
  if (owner === undefined) return view;
  return changeParticipant(view, owner.id, (participant) => ({
    ...participant,
    producers: change(participant),
  }));
}

/** What is known already is not changed again: a copy from elsewhere may have had it first. */
function changeMessage(
  view: RoomView,
  messageId: string,
  version: number,
  change: (message: ChatMessage) => Partial<ChatMessage>,
): RoomView {
  const at = view.chat.findIndex((message) => message.messageId === messageId);
  const message = view.chat[at];
  if (message === undefined || message.version >= version) return view;
  return { ...view, chat: view.chat.with(at, { ...message, ...change(message), version }) };
}

/** Chat with one more message: each once, as it is in its newest version, ordered by the room's sequence. */
function withMessage(chat: readonly ChatMessage[], message: ChatMessage): readonly ChatMessage[] {
  const at = chat.findIndex(({ messageId }) => messageId === message.messageId);
  if (at >= 0) return (chat[at]?.version ?? 0) >= message.version ? chat : chat.with(at, message);
  const after = chat.findLastIndex(({ seq }) => seq < message.seq) + 1;
  return chat.toSpliced(after, 0, message);
}
