import { hear, type Voices } from "../call/speaking.ts";

/** A cough or a closing door is over sooner, with the pause that counts as part of a word. */
const SPEECH_MS = 1_200;
/** Who speaks to somebody in their own room is told once, and then left alone for a while. */
const SILENT_FOR_MS = 60_000;
const ONE = "self";

/** Decides from a muted microphone's level whether its owner should be told that nobody hears them. */
export class MutedSpeech {
  #voices: Voices = new Map();
  #since: number | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** Takes a level, 0 to 1, and the time in milliseconds; whether to tell the person now. */
  hear(level: number, now: number): boolean {
    this.#voices = hear(this.#voices, new Map([[ONE, level]]), now);
    if (this.#voices.get(ONE)?.speaking !== true) {
      this.#since = null;
      return false;
    }
    this.#since ??= now;
    if (now - this.#since < SPEECH_MS || now - this.#toldAt < SILENT_FOR_MS) return false;
    this.#toldAt = now;
    return true;
  }

  /** Forgets what was heard, but not when the person was told. */
  pause(): void {
    this.#voices = new Map();
    this.#since = null;
  }
}
