import type { Person } from "../state/types.ts";

/** Keeps each person's streams in the order in which they were first seen: one that is published again would come last. */
export class StreamOrder {
  readonly #places = new Map<string, number>();

  /** The same people, with their streams in order. */
  sort(people: readonly Person[]): Person[] {
    return people.map((person) => {
      const placed = person.streams.map((stream) => ({
        stream,
        place: this.#placeOf(person.id, stream.streamId),
      }));
      return { ...person, streams: placed.sort((a, b) => a.place - b.place).map(({ stream }) => stream) };
    });
  }

  #placeOf(participantId: string, streamId: string): number {
    const key = `${participantId}:${streamId}`;
    const place = this.#places.get(key) ?? this.#places.size;
    this.#places.set(key, place);
    return place;
  }
}
