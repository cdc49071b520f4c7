import type { Figures } from "./figures.ts";

/** The network is what holds an encoder back where congestion control sees less than this much more room than is used. */
const ROOM_LEFT = 1.25;

/** Whether this computer is too slow to encode what it is asked to. A smaller picture or a cheaper codec helps. */
export function limitedByProcessor({ limitation }: Figures): boolean {
  return limitation === "cpu";
}

/**
 * Whether the way out is too narrow for what is sent on it. Browsers say "bandwidth" also where our own bitrate is the
 * limit, so what congestion control believes to be free decides, where the browser says it.
 */
export function limitedByBandwidth({ limitation, path }: Figures): boolean {
  if (limitation !== "bandwidth") return false;
  const { availableUp, sending } = path ?? {};
  return availableUp === undefined || sending === undefined || availableUp < ROOM_LEFT * sending;
}
