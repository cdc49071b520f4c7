import type { Snapshot } from "../../../protocol/room/join.ts";
import type { ToPage } from "../../../protocol/room/to-page.ts";

/** Who is in the room under which identity, and what they send: producer ids and their sources. */
export type Roster = ReadonlyMap<string, RosterEntry>;

/** One participant of a roster. */
interface RosterEntry {
  readonly identity: string | null;
  readonly producers: ReadonlyMap<string, string>;
}

/** The roster of a whole room. */
export function rosterOf({ participants }: Pick<Snapshot, "participants">): Roster {
  return new Map(
    participants.map(({ id, identity, producers }) => [
      id,
      { identity, producers: new Map(producers.map((producer) => [producer.id, producer.source])) },
    ]),
  );
}

/** The roster after a message of the room: the same one where the message is about something else. */
export function followRoster(roster: Roster, message: ToPage): Roster {
  switch (message.type) {
    case "snapshot":
      return rosterOf(message);
    case "participant-joined":
      return new Map([...roster, ...rosterOf({ participants: [message.participant] })]);
    case "participant-changed":
      return message.identity === undefined
        ? roster
        : changed(roster, message.participantId, { identity: message.identity });
    case "participant-left":
      return new Map([...roster].filter(([id]) => id !== message.participantId));
    case "producer-added": {
      const { participantId, producer, replaces } = message;
      const producers = new Map(roster.get(participantId)?.producers).set(producer.id, producer.source);
      if (replaces !== undefined) producers.delete(replaces);
      return changed(roster, participantId, { producers });
    }
    case "producer-removed":
      return new Map([...roster].map(([id, entry]) => [id, withoutProducer(entry, message.producerId)]));
    case "media-lost":
      return message.participantIds.reduce((left, id) => changed(left, id, { producers: new Map() }), roster);
    default:
      return roster;
  }
}

function changed(roster: Roster, id: string, change: Partial<RosterEntry>): Roster {
  const entry = roster.get(id);
  return entry === undefined ? roster : new Map(roster).set(id, { ...entry, ...change });
}

function withoutProducer(entry: RosterEntry, producerId: string): RosterEntry {
  if (!entry.producers.has(producerId)) return entry;
  return { ...entry, producers: new Map([...entry.producers].filter(([id]) => id !== producerId)) };
}
