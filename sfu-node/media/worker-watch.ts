import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../log.ts";
import type { IceChecks } from "../probing/ice-checks.ts";
import type { MediaWorker } from "./media-worker.ts";

/** A worker is asked so often, in milliseconds, */
const EVERY_MS = 2_000;
/** and has so long to answer: a busy machine is late. */
const PATIENCE_MS = 1_000;
/** So many in a row without an answer, and it hangs: nobody's media has flowed for that long. */
const MOST_SILENT = 3;

/** What a worker's answers come to, when each of them has been counted. */
export interface WorkerSilence {
  /** How often in a row neither its socket nor its process has answered, */
  readonly silent: number;
  /** and how often its process alone. */
  readonly deaf: number;
}

/**
 * Counts what came of asking a worker. Its process is asked, too, by the way that orders take: one that answers there is alive,
 * and its socket may be silent because of a firewall or a flood. To end it would cost its rooms their media for nothing.
 * Where it cannot be said whether the socket is silent, everything stays as it was.
 */
export function countSilence(
  before: WorkerSilence,
  { socket, process }: { socket: "answered" | "unanswered" | "untried"; process: boolean },
): WorkerSilence {
  if (socket === "answered") return { silent: 0, deaf: 0 };
  if (process) return { silent: 0, deaf: socket === "unanswered" ? before.deaf + 1 : before.deaf };
  return socket === "unanswered" ? { ...before, silent: before.silent + 1 } : before;
}

/**
 * Watches one worker for as long as it lives: its own socket is sent an ICE check every two seconds, as pages send them. A process
 * that hangs is killed, which nobody else would notice but its people: what has died is made anew, and its rooms are told.
 */
export class WorkerWatch {
  readonly #worker: MediaWorker;
  readonly #checks: IceChecks;
  readonly #log: Log;
  readonly #hung: () => void;
  readonly #ended = new AbortController();

  /**
   * Begins at once.
   *
   * @param hung called once, before the worker is killed.
   */
  constructor(worker: MediaWorker, checks: IceChecks, log: Log, hung: () => void) {
    this.#worker = worker;
    this.#checks = checks;
    this.#log = log;
    this.#hung = hung;
    void this.#run();
  }

  /** The worker has ended. Idempotent. */
  stop(): void {
    this.#ended.abort();
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    const { signal } = this.#ended;
    const { index: worker, pid } = this.#worker;
    let silence: WorkerSilence = { silent: 0, deaf: 0 };
    while (!signal.aborted) {
      if (silence.silent === 0)
        await delay(EVERY_MS, undefined, { ref: false, signal }).catch(() => undefined);
      const answers = await this.#ask();
      if (signal.aborted) return;
      const before = silence;
      silence = countSilence(before, answers);
      if (before.deaf < MOST_SILENT && silence.deaf === MOST_SILENT)
        this.#log.error("worker.deaf", { worker, pid });
      if (silence.silent < MOST_SILENT) continue;
      this.#log.error("worker.hung", { worker, pid });
      this.#hung();
      this.#worker.kill();
      return;
    }
  }

  async #ask(): Promise<Parameters<typeof countSilence>[1]> {
    const { localAddress, probe } = this.#worker;
    const [result, process] = await Promise.all([
      this.#checks.check(localAddress, probe.iceParameters, PATIENCE_MS),
      this.#worker.answersWithin(PATIENCE_MS),
    ]);
    return { socket: typeof result === "number" ? "answered" : result, process };
  }
}
