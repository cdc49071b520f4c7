import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Snapshot } from "../../protocol/room/join.ts";
import type { Participant } from "../../protocol/room/participants.ts";
import type { Source } from "../../protocol/room/producers.ts";
import { withReaction } from "../../protocol/room/reactions.ts";
import type { ReadMark } from "../../protocol/room/reading.ts";
import type { Route } from "../../protocol/room/route.ts";
import type { RoomEvent } from "../../protocol/room/to-page.ts";

/** What a page knows of its room: built from a snapshot and the events that follow it. */
export class View {
  epoch = 0;
  seq = 0;
  route: Route = "direct";
  participants = new Map<string, Participant>();
  /** In the order of their sequence numbers. */
  chat: ChatMessage[] = [];
  /** How far people have read, by author id. */
  reads = new Map<string, number>();

  reset(snapshot: Snapshot): void {
    this.epoch = snapshot.epoch;
    this.seq = snapshot.seq;
    this.route = snapshot.route;
    this.participants = new Map(snapshot.participants.map((participant) => [participant.id, participant]));
    this.chat = snapshot.chat;
    this.reads.clear();
    this.markRead(snapshot.reads);
  }

  /** Such words may overtake each other: what counts is the furthest. */
  markRead(marks: readonly ReadMark[]): void {
    for (const { authorId, seq } of marks)
      this.reads.set(authorId, Math.max(seq, this.reads.get(authorId) ?? 0));
  }

  /** All producers in the room, with their owners' ids. */
  *producers(): Iterable<{ id: string; streamId: string; owner: string; source: Source }> {
    for (const { id: owner, producers } of this.participants.values())
      for (const { id, streamId, source } of producers) yield { id, streamId, owner, source };
  }

  apply(event: RoomEvent): void {
    this.seq = event.seq;
    switch (event.type) {
      case "participant-joined":
        this.participants.set(event.participant.id, event.participant);
        return;
      case "participant-changed": {
        const { name, role, connected, decodes } = event;
        const changed = {
          ...(name && { name }),
          ...(role && { role }),
          ...(connected !== undefined && { connected }),
          ...(decodes && { decodes }),
        };
        return this.#set(event.participantId, changed);
      }
      case "participant-left":
        this.participants.delete(event.participantId);
        return;
      case "producer-added": {
        const all = this.participants.get(event.participantId)?.producers ?? [];
        const producers = all.filter(({ id }) => id !== event.replaces);
        return this.#set(event.participantId, { producers: [...producers, event.producer] });
      }
      case "producer-paused":
        return this.#eachProducer((list) =>
          list.map((p) => (p.id === event.producerId ? { ...p, paused: event.paused } : p)),
        );
      case "producer-drawing":
        return this.#eachProducer((list) =>
          list.map((p) => (p.id === event.producerId ? { ...p, drawing: event.drawing } : p)),
        );
      case "producer-removed":
        return this.#eachProducer((list) => list.filter(({ id }) => id !== event.producerId));
      case "media-lost":
        for (const id of event.participantIds) this.#set(id, { producers: [] });
        return;
      case "route-changed":
        this.route = event.route;
        return;
      case "chat-message":
        this.chat = [...this.chat, messageOf(event)];
        return;
      case "chat-edited": {
        const { text, revision } = event;
        return this.#message(event, () => ({ text, revision }));
      }
      case "chat-deleted":
        return this.#message(event, () => ({ text: "", deleted: true, reactions: [] }));
      case "chat-reacted":
        return this.#message(event, ({ reactions }) => ({ reactions: withReaction(reactions, event) }));
    }
  }

  #message(
    { seq, messageId }: { seq: number; messageId: string },
    change: (message: ChatMessage) => Partial<ChatMessage>,
  ): void {
    this.chat = this.chat.map((message) =>
      message.messageId === messageId ? { ...message, ...change(message), version: seq } : message,
    );
  }

  #eachProducer(change: (list: Participant["producers"]) => Participant["producers"]): void {
    for (const { id, producers } of this.participants.values())
      this.#set(id, { producers: change(producers) });
  }

  #set(id: string, change: Partial<Participant>): void {
    const participant = this.participants.get(id);
    if (participant) this.participants.set(id, { ...participant, ...change });
  }
}

function messageOf({
  type: _type,
  id: _id,
  ...message
}: Extract<RoomEvent, { type: "chat-message" }>): ChatMessage {
  return message;
}
