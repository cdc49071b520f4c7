/** How often the node looks whether its pipes carry anything, in milliseconds. */
export const PIPE_CHECK_MS = 2_000;
/** So many looks in a row have to find nothing: whoever sends may need a moment to begin. */
const FIRST_TOLD = 2;
/** It is told so often, because it takes the other end that long to know whether it sends, */
const TOLD_IN_A_ROW = 3;
/** and again after so many looks: a source that sends nothing looks the same from here. */
const TOLD_AGAIN_AFTER = 15;
/** What this end has sent is compared no sooner than this, in milliseconds: it may still be on its way. */
const MARKS_APART_MS = 1_000;

/**
 * Whether a pipe is broken, as its two ends find out together. The end that hears nothing cannot tell that from a source that sends nothing, and
 * the other one cannot tell whether it is heard. So the first says for how long it has heard nothing, and the second holds what it has sent against
 * that. Times are in milliseconds, of a clock that never goes back.
 */
export class PipeSilence {
  #received = -1;
  #since = 0;
  #looks = 0;
  /** What this end had sent when it was last asked, and the time before that. */
  #marks: readonly { readonly at: number; readonly sent: number }[] = [];

  /**
   * Looks at what has come.
   *
   * @param received the bytes that have come out of the pipe so far; null while nothing is to come
   * @returns for how long nothing has come, where that is to be told
   */
  look(received: number | null, now: number): number | null {
    if (received === null || received !== this.#received) {
      this.#received = received ?? -1;
      this.#since = now;
      this.#looks = 0;
      return null;
    }
    this.#looks += 1;
    const turn = this.#looks % TOLD_AGAIN_AFTER;
    return turn >= FIRST_TOLD && turn < FIRST_TOLD + TOLD_IN_A_ROW ? now - this.#since : null;
  }

  /**
   * The other end has heard nothing for so long. Whether what this end sent in that time is lost: it had sent more when it was last asked than
   * the time before, all of that within the silence, and what was sent until then would have come by now.
   *
   * @param sent the bytes that have gone into the pipe so far
   */
  isBroken(sent: number, silentMs: number, now: number): boolean {
    const [last, before] = this.#marks;
    if (last && now - last.at < MARKS_APART_MS) return false;
    this.#marks = [{ at: now, sent }, ...(last ? [last] : [])];
    return (
      last !== undefined && before !== undefined && before.at >= now - silentMs && last.sent > before.sent
    );
  }
}
