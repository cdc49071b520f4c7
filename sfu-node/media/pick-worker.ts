/** A mediasoup worker as a participant's place. */
export interface WorkerLoad {
  /** Streams that leave it, of all rooms. */
  readonly consumers: number;
  /** Routers on it, each of another room. */
  readonly rooms: number;
  /** How many participants of the room in question it has. */
  readonly participants: number;
}

/**
 * mediasoup counts on 500 consumers for each worker, which is a core (https://mediasoup.org/documentation/v3/scalability/). A
 * room's participants still publish after they have their place, so it is left before that.
 */
const FULL_AT = 400;

/**
 * The worker for one more participant of a room. A room stays on one worker as long as that has room, because between workers
 * each stream goes through a pipe: until so many of its participants are there, or the worker is full with whatever.
 */
export function pickWorker<W extends WorkerLoad>(workers: readonly W[], mostParticipants: number): W | null {
  const open = workers.filter(
    ({ participants, consumers }) =>
      participants > 0 && participants < mostParticipants && consumers < FULL_AT,
  );
  const [fullest] = open.toSorted((a, b) => b.participants - a.participants);
  const [lightest] = workers.toSorted(
    (a, b) => a.consumers - b.consumers || a.participants - b.participants || a.rooms - b.rooms,
  );
  return fullest ?? lightest ?? null;
}
