/** Plays other people's sound. A browser may hold it back until the person has touched the page. */
export class AudioOutput {
  readonly #elements = new Map<MediaStreamTrack, HTMLAudioElement>();
  readonly #report: (blocked: boolean) => void;
  #blocked = false;
  /** The id of the device that plays; empty for the system's own. */
  #speaker = "";

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

  /** Plays on another device from now on; null is the system's own. */
  setSpeaker(deviceId: string | null): void {
    const speaker = deviceId ?? "";
    if (this.#speaker === speaker) return;
    this.#speaker = speaker;
    for (const element of this.#elements.values()) void this.#useSpeaker(element);
  }

  /** Plays nothing any more. */
  close(): void {
    this.play([]);
  }

  #add(track: MediaStreamTrack): void {
    const element = new Audio();
    element.srcObject = new MediaStream([track]);
    this.#elements.set(track, element);
    // Nobody should hear the first words in the room when they chose headphones.
    void this.#useSpeaker(element).then(() => this.#start(element));
  }

  /** A device that is not there any more leaves the element where it was. */
  async #useSpeaker(element: HTMLAudioElement): Promise<void> {
    // Safari has no such method before version 18.4.
    const usable: Partial<HTMLAudioElement> = element;
    if (element.sinkId === this.#speaker || usable.setSinkId === undefined) return;
    await element.setSinkId(this.#speaker).catch(() => undefined);
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
