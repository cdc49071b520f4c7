import type { Outgoing } from "../connection.ts";
import type { Signal } from "../signal.ts";

/** A session that is told things and asked nothing. What it is told is in `sent`. */
export function oneWaySignal(): Signal & { ready: boolean; readonly sent: Outgoing[] } {
  const sent: Outgoing[] = [];
  return {
    ready: true,
    sent,
    request: () => Promise.reject(new Error("nothing is asked")),
    send: (message) => void sent.push(message),
  };
}
