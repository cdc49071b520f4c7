import { type ReadonlySignal, signal } from "@preact/signals";
import * as v from "valibot";

const KEY = "nearcast:preferences";

const voiceSchema = v.object({
  echoCancellation: v.fallback(v.boolean(), true),
  noiseSuppression: v.fallback(v.boolean(), true),
  autoGainControl: v.fallback(v.boolean(), true),
});

/** What a viewer wants to receive at most, in bit/s, null for no limit; and whether any pictures. */
const receiveSchema = v.object({
  maxBitrate: v.fallback(v.nullable(v.picklist([5_000_000, 2_000_000, 1_000_000, 500_000])), null),
  video: v.fallback(v.boolean(), true),
});

const preferencesSchema = v.object({
  name: v.fallback(v.pipe(v.string(), v.maxLength(240)), ""),
  microphone: v.fallback(v.boolean(), false),
  camera: v.fallback(v.boolean(), false),
  microphoneId: v.fallback(v.nullable(v.string()), null),
  cameraId: v.fallback(v.nullable(v.string()), null),
  speakerId: v.fallback(v.nullable(v.string()), null),
  blurBackground: v.fallback(v.boolean(), false),
  voiceMode: v.fallback(v.picklist(["open", "push-to-talk"]), "open"),
  noticeMuted: v.fallback(v.boolean(), true),
  voice: v.fallback(voiceSchema, v.parse(voiceSchema, {})),
  receive: v.fallback(receiveSchema, { maxBitrate: null, video: true }),
  share: v.fallback(
    v.object({
      height: v.picklist([1080, 1440, 2160]),
      frameRate: v.picklist([15, 30, 60]),
      content: v.picklist(["text", "motion"]),
      // What was stored before there was a choice lacks it.
      maxBitrate: v.fallback(v.nullable(v.picklist([1_000_000, 2_500_000, 5_000_000, 10_000_000])), null),
      systemAudio: v.boolean(),
    }),
    { height: 1080, frameRate: 30, content: "text", maxBitrate: null, systemAudio: true },
  ),
});
/** What this browser remembers between visits; no secrets. `microphone` and `camera`: whether to join with them on. */
export type Preferences = v.InferOutput<typeof preferencesSchema>;

/** Reads preferences from what was stored; each field that is missing or wrong has its default. */
export function parsePreferences(text: string | null): Preferences {
  let value: unknown = {};
  try {
    value = JSON.parse(text ?? "{}");
  } catch {
    // Somebody else's text: the defaults stand.
  }
  return v.parse(preferencesSchema, typeof value === "object" && value !== null ? value : {});
}

const current = signal<Preferences>(parsePreferences(read()));

/** The preferences as they are now. */
export const preferences: ReadonlySignal<Preferences> = current;

/** Remembers some preferences. */
export function setPreferences(change: Partial<Preferences>): void {
  current.value = { ...current.value, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current.value));
  } catch {
    // Storage may be full or blocked: the preferences live as long as the page.
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
