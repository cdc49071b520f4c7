import { t } from "../language/translate.ts";
import type { Cause, Quality } from "../state/quality.ts";

const SHORT: Readonly<Record<Cause, string>> = {
  silence: t("no answer"),
  loss: t("high packet loss"),
  delay: t("long delay"),
  jitter: t("uneven arrival"),
  freezes: t("the picture freezes"),
  "frame-rate": t("few pictures a second"),
  bandwidth: t("too little bandwidth"),
  processor: t("the computer is busy"),
};

const ADVICE: Readonly<Record<Cause, string>> = {
  silence: t("Nothing comes back. It is tried again and again; look at your network if it stays like this."),
  loss: t(
    "Parts get lost on the way. Move nearer to the Wi-Fi or use a cable; without your camera there is less to lose.",
  ),
  delay: t("Everything arrives late. Pause downloads and uploads, or try without a VPN."),
  jitter: t(
    "Sound comes in fits and has to be held back. Move nearer to the Wi-Fi or use a cable, and close what you do not need.",
  ),
  freezes: t("Pictures arrive in fits. Pause downloads, or move nearer to the Wi-Fi."),
  "frame-rate": t("Hardly any pictures arrive. Pause downloads, or move nearer to the Wi-Fi."),
  bandwidth: t(
    "What you send is reduced to what fits. Pause uploads, turn your camera off, or share fewer pixels.",
  ),
  processor: t("It cannot keep up. Close what you do not need, or share fewer pixels or frames."),
};

const LEVELS: Readonly<Record<Exclude<Quality["level"], "good">, string>> = {
  fair: t("fair"),
  poor: t("poor"),
};

/** How somebody's picture comes over, for who cannot see the mark. */
export function markText(quality: Exclude<Quality, { level: "good" }>): string {
  return t("connection {level}: {cause}", { level: LEVELS[quality.level], cause: SHORT[quality.cause] });
}

/** What it rests on, in a few words; null while all is good. */
export function causeText(quality: Quality): string | null {
  return quality.level === "good" ? null : SHORT[quality.cause];
}

/** One's own connection in a sentence. */
export function ownQualityText(quality: Quality): string {
  return quality.level === "good"
    ? t("Your connection: good.")
    : t("Your connection: {level}: {cause}.", { level: LEVELS[quality.level], cause: SHORT[quality.cause] });
}

/** What to do about it; null while all is good. */
export function adviceText(quality: Quality): string | null {
  return quality.level === "good" ? null : ADVICE[quality.cause];
}
