import { computed, type ReadonlySignal } from "@preact/signals";
import { devices } from "./device-list.ts";
import { preferences, setPreferences } from "./preferences.ts";
import { playChime } from "./test-sound.ts";

/** The device that plays the others: the one that was chosen, or null for the system's own while that one is away. */
export const speaker: ReadonlySignal<string | null> = computed(() => {
  const { speakerId } = preferences.value;
  return devices.value.speaker.some(({ deviceId }) => deviceId === speakerId) ? speakerId : null;
});

/** Whether the browser lets a page choose where it is heard. */
export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** Plays on another device, in this and later calls. */
export function chooseSpeaker(deviceId: string): void {
  setPreferences({ speakerId: deviceId });
}

/** Plays two notes where the others will be heard. Resolves when they have been played, or could not be. */
export function playTestSound(): Promise<void> {
  return playChime(speaker.value);
}
