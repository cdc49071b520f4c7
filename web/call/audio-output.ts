/** A sound, and what it is of: a stream may change its track, and is heard on meanwhile. */
export interface Sound {
  readonly key: string;
  readonly track: MediaStreamTrack;
}

interface Player {
  readonly key: string;
  readonly element: HTMLAudioElement;
}

/** Plays other people's sound. A browser may hold it back until the person has touched the page. */
export class AudioOutput {
  readonly #players = new Map<MediaStreamTrack, Player>();
  readonly #report: (blocked: boolean) => void;
  #blocked = false;
  /** The id of the device that plays; empty for the system's own. */
  #speaker = "";

  constructor(report: (blocked: boolean) => void) {
    this.#report = report;
  }

  /** Plays these sounds and no others. A new track of a stream is heard when it plays, and until then the old one. */
  play(sounds: readonly Sound[]): void {
    const wanted = new Set(sounds.map(({ track }) => track));
    const fresh = sounds.filter(({ track }) => !this.#players.has(track));
    const awaited = new Set(fresh.map(({ key }) => key));
    for (const [track, { key }] of this.#players) {
      if (!wanted.has(track) && !awaited.has(key)) this.#remove(track);
    }
    for (const sound of fresh) this.#add(sound);
    if (this.#players.size === 0) this.#setBlocked(false);
  }

  /** Plays what was held back: call it from a click. */
  async resume(): Promise<void> {
    await Promise.all(this.#elements.map((element) => this.#start(element)));
    this.#setBlocked(this.#elements.some((element) => element.paused));
  }

  /** Plays on another device from now on; null is the system's own. */
  setSpeaker(deviceId: string | null): void {
    const speaker = deviceId ?? "";
    if (this.#speaker === speaker) return;
    this.#speaker = speaker;
    for (const element of this.#elements) void this.#useSpeaker(element);
  }

  /** Plays nothing any more. */
  close(): void {
    this.play([]);
  }

  get #elements(): HTMLAudioElement[] {
    return [...this.#players.values()].map(({ element }) => element);
  }

  #add({ key, track }: Sound): void {
    const element = new Audio();
    element.srcObject = new MediaStream([track]);
    const olds = [...this.#players].filter(([, player]) => player.key === key).map(([old]) => old);
    this.#players.set(track, { key, element });
    if (olds.length > 0) {
      // Nothing is heard twice: the new one is silent until the old one goes.
      element.muted = true;
      element.onplaying = () => {
        for (const old of olds) this.#remove(old);
        element.muted = false;
      };
    }
    // Nobody should hear the first words in the room when they chose headphones.
    void this.#useSpeaker(element).then(() => this.#start(element));
  }

  #remove(track: MediaStreamTrack): void {
    const player = this.#players.get(track);
    if (player === undefined) return;
    player.element.onplaying = null;
    player.element.srcObject = null;
    this.#players.delete(track);
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
