/** How much work a frame is: all of a camera's pixels, a quarter of them, or none, where it is not blurred any more. */
export type Effort = "full" | "reduced" | "none";

/** The first frames are slow everywhere: code is compiled, and memory taken. */
const WARM_UP_FRAMES = 15;
/** One slow moment is no slow computer. */
const WINDOW_FRAMES = 45;
/** 15 frames a second are what a face needs to look alive. */
const FULL_UP_TO_MS = 1000 / 15;
/** Below this many a second it is a slide show, and the call has no processor left. */
const REDUCED_UP_TO_MS = 1000 / 6;

/** Watches how long frames take, and says how much work to put into the next ones. It never goes up again: it would flap. */
export class Pace {
  effort: Effort = "full";
  #frames = 0;
  #totalMs = 0;

  /** Takes how long the last frame took, in milliseconds; the effort for the next one. */
  took(ms: number): Effort {
    this.#frames += 1;
    if (this.#frames > WARM_UP_FRAMES) this.#totalMs += ms;
    if (this.#frames < WARM_UP_FRAMES + WINDOW_FRAMES) return this.effort;
    const average = this.#totalMs / WINDOW_FRAMES;
    this.#frames = 0;
    this.#totalMs = 0;
    if (this.effort === "full" && average > FULL_UP_TO_MS) this.effort = "reduced";
    else if (this.effort === "reduced" && average > REDUCED_UP_TO_MS) this.effort = "none";
    return this.effort;
  }
}
