/** A connection on which nothing at all is heard for so long, in milliseconds, is interrupted. */
const SILENT_AFTER_MS = 700;
/** So many questions must be without an answer: a page that stood still itself finds the first answers only after it has asked again. */
const QUESTIONS_WITHOUT_ANSWER = 3;

/** Whether the other end of a connection is heard. A screen that stands still sends little, so it is asked, too. */
export class Liveness {
  #heardAt: number | null = null;
  #lastMedia = 0;
  #askedSince: number | null = null;
  #unanswered = 0;

  /** The other end has answered, or a connection has just been made. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#askedSince = null;
    this.#unanswered = 0;
  }

  /** The other end has been asked. */
  asked(now: number): void {
    this.#askedSince ??= now;
    this.#unanswered += 1;
  }

  /** The time of the newest media, on any clock: that it has changed is enough. */
  media(timestamp: number, now: number): void {
    if (timestamp === this.#lastMedia) return;
    this.#lastMedia = timestamp;
    this.heard(now);
  }

  /** Whether it has been asked, and has been silent since for longer than it may. */
  isSilent(now: number): boolean {
    if (this.#heardAt === null || this.#askedSince === null) return false;
    return now - this.#askedSince > SILENT_AFTER_MS && this.#unanswered >= QUESTIONS_WITHOUT_ANSWER;
  }
}
