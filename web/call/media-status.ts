import type { MediaStatus } from "./types.ts";

/** The media path in one word, from the states of its transports; null while there is no path. */
export function mediaStatusOf(
  states: readonly RTCPeerConnectionState[] | null,
  wasLost: boolean,
): MediaStatus {
  if (states === null) return wasLost ? "interrupted" : "waiting-for-node";
  if (states.some((state) => state === "failed" || state === "disconnected")) return "interrupted";
  if (states.includes("connecting")) return "connecting";
  // A transport connects when it first has something to carry: `new` is as good as connected.
  return "connected";
}
