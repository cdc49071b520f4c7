import type { Cause, Quality } from "../state/quality.ts";

const SHORT: Readonly<Record<Cause, string>> = {
  silence: "no answer",
  loss: "high packet loss",
  delay: "long delay",
  jitter: "uneven arrival",
  freezes: "the picture freezes",
  "frame-rate": "few pictures a second",
  bandwidth: "too little bandwidth",
  processor: "the computer is busy",
};

const ADVICE: Readonly<Record<Cause, string>> = {
  silence: "Nothing comes back. It is tried again and again; look at your network if it stays like this.",
  loss: "Parts get lost on the way. Move nearer to the Wi-Fi or use a cable; without your camera there is less to lose.",
  delay: "Everything arrives late. Pause downloads and uploads, or try without a VPN.",
  jitter:
    "Sound comes in fits and has to be held back. Move nearer to the Wi-Fi or use a cable, and close what you do not need.",
  freezes: "Pictures arrive in fits. Pause downloads, or move nearer to the Wi-Fi.",
  "frame-rate": "Hardly any pictures arrive. Pause downloads, or move nearer to the Wi-Fi.",
  bandwidth:
    "What you send is reduced to what fits. Pause uploads, turn your camera off, or share fewer pixels.",
  processor: "It cannot keep up. Close what you do not need, or share fewer pixels or frames.",
};

/** What it rests on, in a few words; null while all is good. */
export function causeText(quality: Quality): string | null {
  return quality.level === "good" ? null : SHORT[quality.cause];
}

/** One's own connection in a sentence. */
export function ownQualityText(quality: Quality): string {
  return quality.level === "good"
    ? "Your connection: good."
    : `Your connection: ${quality.level}: ${SHORT[quality.cause]}.`;
}

/** What to do about it; null while all is good. */
export function adviceText(quality: Quality): string | null {
  return quality.level === "good" ? null : ADVICE[quality.cause];
}
