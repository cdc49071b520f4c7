import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { meterLevel } from "../state/level-meter.ts";
import { copyTrack } from "../state/track-copies.ts";

/** A microphone's level, 0 to 1, also while it is muted: a copy of its track is heard, on this device alone. */
export function useLevel(track: MediaStreamTrack | null): number {
  const level = useSignal(0);
  useEffect(() => {
    level.value = 0;
    if (track === null) return;
    const copy = copyTrack(track);
    const stop = meterLevel(copy, (next) => {
      level.value = next;
    });
    return () => {
      stop();
      copy.stop();
    };
  }, [track, level]);
  return level.value;
}
