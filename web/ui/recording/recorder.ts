import { effect } from "@preact/signals";
import {
  CanvasSource,
  getFirstEncodableAudioCodec,
  getFirstEncodableVideoCodec,
  MediaStreamAudioTrackSource,
  Mp4OutputFormat,
  Output,
  Quality,
  StreamTarget,
} from "mediabunny";
import { startWorker } from "../../start-worker.ts";
import { marksOn } from "../../state/annotations/shown.ts";
import { people } from "../../state/call.ts";
import { Painter } from "./painter.ts";
import { Pictures } from "./pictures.ts";
import { createRecordingFile } from "./recording-file.ts";
import { RECORDED_SIZE, sceneOf } from "./scene.ts";
import { SoundMix } from "./sound-mix.ts";
import tickerUrl from "./ticker-worker.ts?worker&url";

/** Text that scrolls is sharp with so much; a picture that stands still takes next to nothing. In bit/s. */
const VIDEO_BITRATE = 5_000_000;
/** Speech and a share's sound in stereo. In bit/s. */
const AUDIO_BITRATE = 128_000;
/** A player that jumps finds a place to begin this often, in seconds. */
const KEY_FRAME_S = 5;
/** Every player knows the first of each; the others are what a browser without them has. All of them go into an MP4. */
const CODECS = { video: ["avc", "vp9", "av1"], audio: ["aac", "opus"] } as const;

/** In ms. Sound never starts in Firefox, and fails in no way either, where the machine has no device to play it. */
const START_WITHIN_MS = 5_000;

/** A recording that goes on. */
export interface Recorder {
  /** Ends it, and hands the file to the person under this name. */
  stop(name: string): Promise<void>;
}

/**
 * Records the call as it is shown to everybody, with all sound, into a file of the browser's own. `onFault` is called when it
 * cannot go on.
 *
 * @throws Error where this browser cannot encode or keep it, or does not begin
 */
export async function startRecorder(onFault: () => void): Promise<Recorder> {
  const quality = {
    video: new Quality({ bitrate: VIDEO_BITRATE }),
    audio: new Quality({ bitrate: AUDIO_BITRATE }),
  };
  const [videoCodec, audioCodec] = await Promise.all([
    getFirstEncodableVideoCodec([...CODECS.video], { ...RECORDED_SIZE, quality: quality.video }),
    getFirstEncodableAudioCodec([...CODECS.audio], {
      numberOfChannels: 2,
      sampleRate: 48_000,
      quality: quality.audio,
    }),
  ]);
  if (videoCodec === null || audioCodec === null)
    throw new Error("This browser encodes no video or no sound.");
  const file = await createRecordingFile();
  const painter = new Painter();
  const pictures = new Pictures();
  const mix = new SoundMix();
  const picture = new CanvasSource(painter.canvas, {
    codec: videoCodec,
    quality: quality.video,
    keyFrameInterval: KEY_FRAME_S,
    // It must keep up: a frame that comes too late is left out.
    latencyMode: "realtime",
    contentHint: "detail",
  });
  const sound = new MediaStreamAudioTrackSource(mix.track, { codec: audioCodec, quality: quality.audio });
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new StreamTarget(file.writable, { chunked: true }),
  });
  output.addVideoTrack(picture);
  output.addAudioTrack(sound);

  let scene = sceneOf(people.peek());
  const unfollow = effect(() => {
    scene = sceneOf(people.value);
    pictures.follow(scene);
    mix.follow(soundsOf());
  });
  const ticker = startWorker(tickerUrl);
  const release = (): void => {
    ticker.terminate();
    unfollow();
    pictures.close();
    mix.close();
  };
  let isOver = false;
  const giveUp = (): void => {
    isOver = true;
    release();
    void output.cancel().then(file.discard);
  };
  const fail = (): void => {
    if (isOver) return;
    giveUp();
    onFault();
  };

  sound.errorPromise.catch(fail);
  try {
    await inTime(output.start());
  } catch (error) {
    giveUp();
    throw error;
  }
  const startedAt = performance.now();
  let isBusy = false;
  ticker.onmessage = () => {
    // The encoder is behind: this frame is left out.
    if (isBusy) return;
    isBusy = true;
    const nameOf = (id: string) => people.peek().find((person) => person.id === id)?.name ?? "";
    painter.paint(scene, { nameOf, marksOn, pictureOf: (key) => pictures.of(key) });
    const at = (performance.now() - startedAt) / 1000;
    picture.add(at).then(() => {
      isBusy = false;
    }, fail);
  };
  return {
    stop: async (name) => {
      isOver = true;
      release();
      await output.finalize();
      await file.save(`${name}.mp4`);
    },
  };
}

/** @throws Error where it has not started by then */
async function inTime(start: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("It did not start.")), START_WITHIN_MS);
  });
  await Promise.race([start, late]).finally(() => clearTimeout(timer));
}

/** All that is heard, and what one says and plays oneself. */
function soundsOf(): MediaStreamTrack[] {
  const streams = people.value.flatMap((person) => person.streams);
  return streams.flatMap(({ source, paused, track }) =>
    track !== null && !paused && (source === "microphone" || source === "screen-audio") ? [track] : [],
  );
}
