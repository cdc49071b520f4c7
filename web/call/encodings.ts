import type { ShareOptions } from "./types.ts";

/** How a video track is sent. Bit rates are in bit/s, `startBitrate` in kbit/s as the codec option wants it. */
export interface VideoSettings {
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  readonly degradationPreference: RTCDegradationPreference;
  readonly startBitrate: number;
}

/** How an audio track is sent. */
export interface AudioSettings {
  readonly opusFec: boolean;
  readonly opusDtx: boolean;
  readonly opusStereo: boolean;
  readonly opusMaxAverageBitrate: number;
}

/** Mbit/s of VP8 at 30 frames a second. */
const SHARE_MBITS = {
  // Slides and code at 1080p are still most of the time; 3 Mbit/s repaints a page of text within a third of a second.
  1080: { text: 3, motion: 5 },
  // 1.8 times the pixels of 1080p; neighbouring pixels resemble each other more, so a little less than that in bits.
  1440: { text: 5, motion: 8 },
  // 4 times the pixels of 1080p. 14 Mbit/s is what VP8 needs for a film at 4K; more is lost on most uplinks.
  2160: { text: 9, motion: 14 },
} as const;

/** Frames close in time resemble each other: half as many need more than half the bits, twice as many less than twice. */
const FRAME_RATE_FACTOR = { 15: 0.65, 30: 1, 60: 1.5 } as const;

/** No share takes more of an uplink than this, whatever was chosen. */
const MAX_SHARE_BITRATE = 20_000_000;

/** How a screen is sent. Text keeps its pixels and gives up frames; motion keeps its frames and gives up pixels. */
export function screenSettings({ height, frameRate, content }: ShareOptions): VideoSettings {
  const wanted = SHARE_MBITS[height][content] * FRAME_RATE_FACTOR[frameRate] * 1_000_000;
  const maxBitrate = Math.min(Math.round(wanted), MAX_SHARE_BITRATE);
  return {
    maxBitrate,
    maxFramerate: frameRate,
    degradationPreference: content === "text" ? "maintain-resolution" : "maintain-framerate",
    // The estimator starts at 300 kbit/s otherwise, and the first seconds of a screen are unreadable. Half, and at most
    // 4 Mbit/s: a weak uplink must survive the guess.
    startBitrate: Math.min(Math.round(maxBitrate / 2000), 4000),
  };
}

/** How a camera is sent: one layer of 720p, sharp enough to fill a window, small enough for a home's uplink. */
export const CAMERA_SETTINGS: VideoSettings = {
  maxBitrate: 1_500_000,
  maxFramerate: 30,
  degradationPreference: "balanced",
  startBitrate: 800,
};

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
