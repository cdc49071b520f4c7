import type { VideoCodec } from "../../protocol/video-codecs.ts";

/** What a picture is: all from which its encodings follow. Width and height are the track's own, in pixels. */
export interface Picture {
  readonly source: "screen" | "camera";
  /** Text keeps its pixels and gives up frames; motion keeps its frames and gives up pixels. */
  readonly content: "text" | "motion";
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  /** The most bit/s that the person lets it take, in all of its sizes together; null for as much as it needs. */
  readonly maxBitrate: number | null;
}

/** One encoding, as WebRTC takes it. Bit rates are in bit/s. */
interface Encoding {
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  readonly scaleResolutionDownBy?: number;
  readonly scalabilityMode?: string;
}

/** How a picture is sent with one codec. */
export interface VideoPlan {
  readonly codec: VideoCodec;
  /** The smallest picture first; several only where the codec has no layers in one stream. */
  readonly encodings: readonly Encoding[];
  readonly degradationPreference: RTCDegradationPreference;
  /** Where the estimate of the path begins, in kbit/s. */
  readonly startBitrate: number;
}

/** What the person wants of a video track; the rest is seen of the track itself. */
export type VideoSettings = Pick<Picture, "content" | "frameRate" | "maxBitrate">;

/** How an audio track is sent. */
export interface AudioSettings {
  readonly opusFec: boolean;
  readonly opusDtx: boolean;
  readonly opusStereo: boolean;
  readonly opusMaxAverageBitrate: number;
}

/** Whether a browser can encode with a codec in a scalability mode, for example `L3T3_KEY`. */
export type Offers = (codec: VideoCodec, scalabilityMode: string) => boolean;

const FULL_HD = 1920 * 1080;

/**
 * The most Mbit/s of a 1080p picture at 30 frames a second, by codec. A screen of text seldom changes, and then all at
 * once: its ceiling is not what it takes, but how fast a page is repainted.
 */
const MBITS: Readonly<Record<"text" | "motion" | "camera", Readonly<Record<VideoCodec, number>>>> = {
  // Measured with Chromium 156, a 1080p page of 13 px code until SSIM 0.98: AV1 with its tools for screens 0.2 MB, H.264
  // (OpenH264 in its screen mode) 0.3 MB, VP8 and VP9 0.4 to 0.6 MB. Each ceiling paints that page in half a second.
  text: { av1: 4, h264: 6, vp9: 8, vp8: 8 },
  // libwebrtc's own table of ceilings (video/config/simulcast.cc) has 5 Mbit/s of VP8 at 1080p; its formula for a layer of
  // VP9 (modules/video_coding/svc/svc_rate_allocator.cc) gives up nothing below 3.4, and two smaller layers go with it.
  // AV1 needs about a fifth less than VP9 in the Alliance's own comparisons.
  motion: { av1: 3.6, vp9: 4.5, h264: 5, vp8: 5 },
  // A face changes less than a film: 720p in VP8 is 2.5 Mbit/s in the same table, and looks no worse at 1.5.
  camera: { av1: 2, vp9: 2.5, h264: 2.8, vp8: 2.8 },
};

/** A page of text has as much of it on every pixel; in films neighbouring pixels resemble each other the more there are. */
const GROWTH = { text: 1, motion: 0.75, camera: 0.75 } as const;

/**
 * How many layers in time a viewer's frames are chosen from. mediasoup begins to send a higher one with whichever of its frames comes
 * next, except where the codec says that nothing is missing before it (`Process` in AV1.cpp and H264.cpp, VP8.cpp and VP9.cpp). Of three
 * layers the highest refers to the middle one, too: of ten viewers who came while a text began, two asked for a key frame anew in L1T3,
 * because a frame could not be decoded, and none in L1T2 (Chromium 156, AV1).
 */
const LAYERS_IN_TIME: Readonly<Record<VideoCodec, 2 | 3>> = { av1: 2, h264: 2, vp9: 3, vp8: 3 };

/** The scalability mode of a picture in so many sizes, 1 to 3. Key frames alone refer across them, so that the node can leave out the smaller. */
export function scalabilityMode(codec: VideoCodec, sizes: number): string {
  const inTime = LAYERS_IN_TIME[codec];
  return sizes === 1 ? `L1T${inTime}` : `L${sizes}T${inTime}_KEY`;
}

/**
 * Chromium sends a screen no faster than what it believes of the path, which begins below the ceiling: the first frame of a window of 360
 * lines took 160 ms at 0.17 Mbit/s. A small text may use as much as a small camera.
 */
const LEAST_FOR_TEXT = 1_000_000;

/** No picture takes more of an uplink than this, whatever was chosen. */
const MAX_BITRATE = 20_000_000;

/**
 * How a picture of this size is sent with this codec, where the browser `offers` these scalability modes; null for one plain encoding,
 * as it refused others.
 */
export function videoPlan(codec: VideoCodec, picture: Picture, offers: Offers | null): VideoPlan {
  const { source, content, frameRate: maxFramerate } = picture;
  const wanted = encodingsOf(codec, picture, offers);
  const encodings = within(picture.maxBitrate, wanted);
  return {
    codec,
    encodings: encodings.map((encoding) => ({ maxFramerate, ...encoding })),
    degradationPreference:
      content === "text" ? "maintain-resolution" : source === "camera" ? "balanced" : "maintain-framerate",
    startBitrate: startBitrate(encodings.at(-1)?.maxBitrate ?? 0, picture),
  };
}

function encodingsOf(codec: VideoCodec, picture: Picture, offers: Offers | null): readonly Layer[] {
  if (offers === null) return oneSize(codec, picture, () => false);
  return picture.content === "text" ? oneSize(codec, picture, offers) : layers(codec, picture, offers);
}

/** Encodings that together take no more than so many bit/s, each as much less as the others. */
function within(most: number | null, encodings: readonly Layer[]): readonly Layer[] {
  const total = encodings.reduce((sum, { maxBitrate }) => sum + maxBitrate, 0);
  if (most === null || total <= most) return encodings;
  return encodings.map((each) => ({ ...each, maxBitrate: Math.floor((each.maxBitrate * most) / total) }));
}

/** Whether with this codec the picture goes out in one size, where with another it would in several: each viewer receives all of it. */
export function isInOneSize(codec: VideoCodec, picture: Picture, offers: Offers): boolean {
  if (picture.content === "text" || layerCount(picture) === 1) return false;
  return !isInSeveralSizes(layers(codec, picture, offers));
}

/** Whether a picture goes out in several sizes: in streams of their own, or within one. */
export function isInSeveralSizes(encodings: readonly Pick<Encoding, "scalabilityMode">[]): boolean {
  return encodings.length > 1 || /^L[23]/.test(encodings[0]?.scalabilityMode ?? "");
}

type Layer = Omit<Encoding, "maxFramerate">;

/** Layers in time alone, so that a weak viewer loses frames of a text and never its sharpness. */
function oneSize(codec: VideoCodec, picture: Picture, offers: Offers): Layer[] {
  return [{ maxBitrate: ceiling(codec, picture), ...firstOffered(codec, [1], offers) }];
}

/**
 * Three sizes, each half as wide as the next: within one stream where the codec can, else as streams of their own. With AV1 one size alone:
 * mediasoup takes no streams of several, and of sizes within a stream viewers are not sent the header extension that says which frame is
 * of which (dependency descriptor). Of three sizes, Chromium 156 decoded the smallest and nothing once more of them came.
 */
function layers(codec: VideoCodec, picture: Picture, offers: Offers): Layer[] {
  if (codec === "av1") return oneSize(codec, picture, offers);
  const count = layerCount(picture);
  if (codec === "vp9")
    return [{ maxBitrate: ceiling(codec, picture), ...firstOffered(codec, [count, 1], offers) }];
  const mode = firstOffered(codec, [1], offers);
  return Array.from({ length: count }, (_, index) => {
    const scaleResolutionDownBy = 2 ** (count - 1 - index);
    const maxBitrate = ceiling(codec, picture, scaleResolutionDownBy);
    return { maxBitrate, ...(count > 1 ? { scaleResolutionDownBy } : {}), ...mode };
  });
}

/** The smallest layer is at least 135 lines high: less is no picture, and Chromium leaves such layers out itself. */
function layerCount({ height }: Picture): number {
  if (height >= 540) return 3;
  return height >= 270 ? 2 : 1;
}

function firstOffered(
  codec: VideoCodec,
  sizes: readonly number[],
  offers: Offers,
): { scalabilityMode?: string } {
  const modes = sizes.map((count) => scalabilityMode(codec, count));
  const mode = modes.find((each) => offers(codec, each));
  return mode === undefined ? {} : { scalabilityMode: mode };
}

/** By how much fewer bits a picture in motion takes when it is sent `scale` times smaller. */
export const shrinkage = (scale: number): number => scale ** (-2 * GROWTH.motion);

function ceiling(
  codec: VideoCodec,
  { source, content, width, height, frameRate }: Picture,
  down = 1,
): number {
  const row = source === "camera" ? "camera" : content;
  const pixels = (width * height) / down ** 2;
  const size = (pixels / FULL_HD) ** GROWTH[row];
  // Frames close in time resemble each other: half as many need two thirds of the bits, twice as many half as much again.
  const rate = (Math.min(frameRate, 60) / 30) ** 0.6;
  const bitrate = Math.round(MBITS[row][codec] * size * rate * 1_000_000);
  return Math.min(row === "text" ? Math.max(bitrate, LEAST_FOR_TEXT) : bitrate, MAX_BITRATE);
}

/**
 * The estimate starts at 300 kbit/s otherwise, and the first seconds of a screen are unreadable. Three quarters of the
 * ceiling show a page of text within its first second; but a weak uplink must survive the guess, so at most 4 Mbit/s for
 * 1080p, and 10 for who has a 4K screen.
 */
function startBitrate(maxBitrate: number, { source, width, height }: Picture): number {
  if (source === "camera") return 800;
  const most = Math.min(4_000 * Math.max(1, (width * height) / FULL_HD), 10_000);
  return Math.round(Math.min((maxBitrate * 0.75) / 1_000, most));
}

/** How a camera is sent: it moves. */
export const CAMERA_SETTINGS: VideoSettings = { content: "motion", frameRate: 30, maxBitrate: null };

/** A voice: losses are repaired from the next packet, and silence costs nothing. */
export const MICROPHONE_SETTINGS: AudioSettings = {
  opusFec: true,
  opusDtx: true,
  opusStereo: false,
  opusMaxAverageBitrate: 48_000,
};

/** A computer's sound: music has no silence to leave out, and two channels. */
export const SCREEN_AUDIO_SETTINGS: AudioSettings = {
  opusFec: true,
  opusDtx: false,
  opusStereo: true,
  opusMaxAverageBitrate: 128_000,
};
