import type { RoomEvent } from "../../protocol/room/to-page.ts";
import { ROLE_CHANGE_WORDS, roomNewsWords } from "./room-news-words.ts";
import type { RoomView } from "./room-view.ts";

/** What an event is worth telling of in a sentence, or null. `view` is the room before it. */
export function newsOf(event: RoomEvent, view: RoomView, selfId: string | null): string | null {
  const nameOf = (id: string) => view.participants.find((person) => person.id === id)?.name;
  switch (event.type) {
    case "participant-left": {
      const name = nameOf(event.participantId);
      if (event.by === undefined || name === undefined) return null;
      return roomNewsWords.removed(name, event.by === selfId ? null : (nameOf(event.by) ?? null));
    }
    case "participant-changed": {
      const { participantId, role, recording } = event;
      const before = view.participants.find(({ id }) => id === participantId);
      if (before === undefined) return null;
      if (participantId === selfId) return role && role !== before.role ? ROLE_CHANGE_WORDS[role] : null;
      if (recording === undefined || recording === before.recording) return null;
      return recording ? roomNewsWords.records(before.name) : roomNewsWords.recordsNoMore(before.name);
    }
    case "room-changed":
      if (view.room === null || event.room.locked === view.room.locked) return null;
      return event.room.locked ? roomNewsWords.locked : roomNewsWords.unlocked;
    default:
      return null;
  }
}
