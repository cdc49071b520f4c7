/** Several sounds as one track. */
export class SoundMix {
  readonly #context = new AudioContext({ sampleRate: 48_000 });
  readonly #out = this.#context.createMediaStreamDestination();
  readonly #sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();

  constructor() {
    // Where nothing is connected nothing comes out, and silence has to last as long as it lasts.
    const silence = this.#context.createConstantSource();
    silence.offset.value = 0;
    silence.connect(this.#out);
    silence.start();
  }

  /** The sum of all sounds; silence where there are none. */
  get track(): MediaStreamAudioTrack {
    const [track] = this.#out.stream.getAudioTracks();
    if (!track) throw new Error("There is no sound to record.");
    return track;
  }

  /** Mixes these tracks and no others. */
  follow(tracks: readonly MediaStreamTrack[]): void {
    for (const [track, source] of this.#sources) {
      if (tracks.includes(track)) continue;
      source.disconnect();
      this.#sources.delete(track);
    }
    for (const track of tracks) {
      if (this.#sources.has(track)) continue;
      const source = this.#context.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.#out);
      this.#sources.set(track, source);
    }
  }

  close(): void {
    void this.#context.close();
  }
}
