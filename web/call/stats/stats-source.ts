import type { Source } from "../../../protocol/room/producers.ts";
import type { ServingNode } from "../../../protocol/rtp.ts";

/** Which way a stream takes: through the room's media node, or straight between two people. */
export type Route = { readonly kind: "node"; readonly node: ServingNode } | { readonly kind: "direct" };

/** A stream that can be asked how it is. One that takes two routes at a time is two of these. */
export interface StatsSource {
  readonly producerId: string;
  /** Whose it is; for one's own on a direct route, whom it is sent to. */
  readonly participantId: string;
  readonly source: Source;
  readonly direction: "in" | "out";
  readonly route: Route;
  /** True while nothing is meant to flow: paused by its owner, or not asked for. Undefined counts as false. */
  readonly idle?: boolean;
  /** Asks the browser; rejects once the stream has ended. */
  getReport(): Promise<RTCStatsReport>;
}

/** Tells sources apart, and stays the same for as long as one is there. */
export function keyOf({ direction, producerId, participantId, route }: StatsSource): string {
  return `${direction}/${producerId}/${participantId}/${route.kind}`;
}
