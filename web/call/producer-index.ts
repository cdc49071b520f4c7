import type { Participant } from "../../protocol/room/participants.ts";
import type { Source } from "../../protocol/room/producers.ts";
import type { ToPage } from "../../protocol/room/to-page.ts";

/** A stream as the room knows it. */
export interface KnownProducer {
  readonly participantId: string;
  readonly streamId: string;
  readonly source: Source;
  readonly paused: boolean;
}

/** One that is no more. */
export type GoneProducer = KnownProducer & { readonly producerId: string };

/** What the room says is sent, by producer id. */
export class ProducerIndex {
  #known = new Map<string, KnownProducer>();

  /** The stream of that id, if the room has it. */
  get(producerId: string): KnownProducer | undefined {
    return this.#known.get(producerId);
  }

  /** The streams of one participant. */
  of(participantId: string): (KnownProducer & { producerId: string })[] {
    return [...this.#known]
      .filter(([, producer]) => producer.participantId === participantId)
      .map(([producerId, producer]) => ({ producerId, ...producer }));
  }

  /** The ids of everybody else's streams. */
  ofOthers(participantId: string): string[] {
    return this.streamsOfOthers(participantId).map(({ producerId }) => producerId);
  }

  /** Everybody else's streams. */
  streamsOfOthers(participantId: string): (KnownProducer & { producerId: string })[] {
    return [...this.#known]
      .filter(([, producer]) => producer.participantId !== participantId)
      .map(([producerId, producer]) => ({ producerId, ...producer }));
  }

  /** Starts over from a snapshot. Returns what is no longer there. */
  reset(participants: readonly Participant[]): GoneProducer[] {
    const known = new Map(participants.flatMap(entriesOf));
    const gone = this.#drop((id) => !known.has(id));
    this.#known = known;
    return gone;
  }

  /** Follows a message of the room. Returns what is no longer there. */
  apply(message: ToPage): GoneProducer[] {
    switch (message.type) {
      case "participant-joined":
        for (const [id, producer] of entriesOf(message.participant)) this.#known.set(id, producer);
        return [];
      case "participant-left":
        return this.#drop((_, { participantId }) => participantId === message.participantId);
      case "producer-added": {
        const { participantId, producer, replaces } = message;
        this.#known.set(...entryOf(participantId, producer));
        return this.#drop((id) => id === replaces);
      }
      case "producer-paused": {
        const known = this.#known.get(message.producerId);
        if (known !== undefined) this.#known.set(message.producerId, { ...known, paused: message.paused });
        return [];
      }
      case "producer-removed":
        return this.#drop((id) => id === message.producerId);
      case "media-lost":
        return this.#drop((_, { participantId }) => message.participantIds.includes(participantId));
      case "snapshot":
        return this.reset(message.participants);
      default:
        return [];
    }
  }

  #drop(isGone: (id: string, producer: KnownProducer) => boolean): GoneProducer[] {
    const gone = [...this.#known].filter(([id, producer]) => isGone(id, producer));
    for (const [id] of gone) this.#known.delete(id);
    return gone.map(([producerId, producer]) => ({ producerId, ...producer }));
  }
}

function entriesOf({ id, producers }: Participant): [string, KnownProducer][] {
  return producers.map((producer) => entryOf(id, producer));
}

function entryOf(
  participantId: string,
  { id, streamId, source, paused }: Participant["producers"][number],
): [string, KnownProducer] {
  return [id, { participantId, streamId, source, paused }];
}
