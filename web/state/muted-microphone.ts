import { computed, effect, signal } from "@preact/signals";
import { t } from "../language/translate.ts";
import { store } from "./call-store.ts";
import { listenTo, peak } from "./level-meter.ts";
import { MutedSpeech } from "./muted-speech.ts";
import { dismissNotice, notify } from "./notices.ts";
import { preferences } from "./preferences.ts";
import { copyTrack } from "./track-copies.ts";

const EVERY_MS = 100;

/**
 * Tells who speaks into a muted microphone that nobody hears it, until the returned function is called. It listens to a
 * copy of the track on this device, only while the microphone is muted and the page is seen, and only to its level.
 */
export function watchMutedMicrophone(): () => void {
  const speech = new MutedSpeech();
  const seen = signal(isSeen());
  const look = () => {
    seen.value = isSeen();
  };
  document.addEventListener("visibilitychange", look);
  let noticeId: number | null = null;
  // Computed, so that it is listened to without a break while other streams come and go.
  const muted = computed(() => {
    const { voiceMode, noticeMuted } = preferences.value;
    const stream = store.local.value.find(({ source }) => source === "microphone");
    // Who pushes to talk knows that they are not heard otherwise.
    const isWanted = voiceMode === "open" && noticeMuted && seen.value;
    return isWanted && stream?.paused === true ? stream.track : null;
  });
  const stop = effect(() => {
    if (muted.value === null) return;
    const copy = copyTrack(muted.value);
    const stopListening = listenTo(copy, EVERY_MS, (samples) => {
      if (speech.hear(peak(samples), performance.now()))
        noticeId = notify("info", t("You are muted. Unmute to be heard."));
    });
    return () => {
      stopListening();
      copy.stop();
      speech.pause();
      if (noticeId !== null) dismissNotice(noticeId);
      noticeId = null;
    };
  });
  return () => {
    stop();
    document.removeEventListener("visibilitychange", look);
  };
}

function isSeen(): boolean {
  return document.visibilityState === "visible";
}
