import type { Roster } from "./roster.ts";
import type { StreamProblem } from "./stream-health.ts";

const ASK_EVERY_MS = 2_000;
/** A worker that leaves so many questions unanswered in a row is gone. They are counted, because this page may stall, too. */
const UNANSWERED = 3;

/** What the pulse needs of the page around it. */
export interface WorkerPulseHost {
  /** Asks the worker whether it is there. */
  ask(): void;
  later(act: () => void, ms: number): void;
  /** The worker does not answer any more, or does again. */
  changed(isLost: boolean): void;
}

/** Notices a worker that has ended: it says nothing about that, and swallows all media. */
export class WorkerPulse {
  readonly #host: WorkerPulseHost;
  #unanswered = 0;
  #isLost = false;
  #closed = false;

  constructor(host: WorkerPulseHost) {
    this.#host = host;
    this.#ask();
  }

  /** The worker has answered. */
  handleAnswer(): void {
    this.#unanswered = 0;
    this.#tell(false);
  }

  /** Asks no more. */
  close(): void {
    this.#closed = true;
  }

  #ask(): void {
    if (this.#closed) return;
    if (this.#unanswered >= UNANSWERED) this.#tell(true);
    this.#unanswered += 1;
    this.#host.ask();
    this.#host.later(() => this.#ask(), ASK_EVERY_MS);
  }

  #tell(isLost: boolean): void {
    if (isLost === this.#isLost) return;
    this.#isLost = isLost;
    this.#host.changed(isLost);
  }
}

/** What is wrong while there is no worker: nothing goes out, and nothing that comes in can be shown. */
export function problemsWithoutWorker(roster: Roster, selfId: string): ReadonlyMap<string, StreamProblem> {
  const problems = [...roster].flatMap(([participantId, { producers }]) => {
    const problem: StreamProblem = participantId === selfId ? "unencryptable" : "undecryptable";
    return [...producers.keys()].map((producerId) => [producerId, problem] as const);
  });
  return new Map(problems);
}
