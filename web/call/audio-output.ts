/** Plays other people's sound. A browser may hold it back until the person has touched the page. */
export class AudioOutput {
  readonly #elements = new Map<MediaStreamTrack, HTMLAudioElement>();
  readonly #report: (blocked: boolean) => void;
  #blocked = false;

  constructor(report: (blocked: boolean) => void) {
    this.#report = report;
  }

  /** Plays these tracks and no others. */
  play(tracks: readonly MediaStreamTrack[]): void {
    const wanted = new Set(tracks);
    for (const [track, element] of this.#elements) {
      if (wanted.has(track)) continue;
      element.srcObject = null;
      this.#elements.delete(track);
    }
    for (const track of tracks) if (!this.#elements.has(track)) this.#add(track);
    if (this.#elements.size === 0) this.#setBlocked(false);
  }

  /** Plays what was held back: call it from a click. */
  async resume(): Promise<void> {
    await Promise.all([...this.#elements.values()].map((element) => this.#start(element)));
    this.#setBlocked([...this.#elements.values()].some((element) => element.paused));
  }

  /** Plays nothing any more. */
  close(): void {
    this.play([]);
  }

  #add(track: MediaStreamTrack): void {
    const element = new Audio();
    element.srcObject = new MediaStream([track]);
    this.#elements.set(track, element);
    void this.#start(element);
  }

  async #start(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // Any other failure is that the track was taken away while it started.
      if (error instanceof DOMException && error.name === "NotAllowedError") this.#setBlocked(true);
    }
  }

  #setBlocked(blocked: boolean): void {
    if (this.#blocked === blocked) return;
    this.#blocked = blocked;
    this.#report(blocked);
  }
}
