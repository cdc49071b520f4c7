import { judge, NEW_STREAM, type Outcome, type StreamHealth, type StreamProblem } from "./stream-health.ts";

/** A stream that fails may bring no other frame for long: it is looked at again after so many milliseconds. */
const LOOKS_AFTER_MS = [500, 8_500];

/** What the watch needs of the worker around it. */
export interface StreamWatchHost {
  /** In milliseconds, on any clock. */
  now(): number;
  later(act: () => void, ms: number): void;
  problem(producerId: string, problem: StreamProblem | null): void;
}

interface Watched {
  readonly health: StreamHealth;
  /** Of the last frame. */
  readonly outcome: Outcome;
}

/** Tells which streams, whether they come in or go out, do not pass. */
export class StreamWatch {
  readonly #host: StreamWatchHost;
  readonly #streams = new Map<string, Watched>();

  constructor(host: StreamWatchHost) {
    this.#host = host;
  }

  /** Takes down what became of a frame. */
  note(producerId: string, outcome: Outcome): void {
    const before = this.#streams.get(producerId)?.health ?? NEW_STREAM;
    const health = judge(before, outcome, this.#host.now());
    this.#streams.set(producerId, { health, outcome });
    if (health.problem !== before.problem) this.#host.problem(producerId, health.problem);
    if (before.failingSince !== null || health.failingSince === null) return;
    for (const ms of LOOKS_AFTER_MS) this.#host.later(() => this.#lookAgain(producerId), ms);
  }

  /** Whether the stream's last frame did not pass. */
  fails(producerId: string): boolean {
    return (this.#streams.get(producerId)?.health ?? NEW_STREAM).failingSince !== null;
  }

  /** Forgets a stream. */
  remove(producerId: string): void {
    const problem = this.#streams.get(producerId)?.health.problem ?? null;
    this.#streams.delete(producerId);
    if (problem !== null) this.#host.problem(producerId, null);
  }

  #lookAgain(producerId: string): void {
    const stream = this.#streams.get(producerId);
    if (stream !== undefined && this.fails(producerId)) this.note(producerId, stream.outcome);
  }
}
