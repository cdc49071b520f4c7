import type { Route } from "../../../protocol/room/route.ts";

/**
 * Where one stream is on its way between the paths:
 *   node       it comes from the node
 *   upgrading  the direct path is shown; the node's flows on until every element has changed over
 *   direct     the direct path is shown, and the node is told to send nothing
 *   returning  the direct path is shown still; the node was told to send again
 *   returned   the node's is shown; the direct one flows on until every element has changed over
 */
export type Phase = "node" | "upgrading" | "direct" | "returning" | "returned";

/** A stream's phase, and since when; times are in milliseconds on one clock. */
export interface PathState {
  readonly phase: Phase;
  readonly since: number;
}

/** What is known of a stream's two paths now. */
export interface PathFacts {
  /** The room's media may go directly, and this path has not just failed. */
  readonly wanted: boolean;
  /** The direct path delivers, and is in good health. */
  readonly direct: boolean;
  /** The node has delivered something since this phase began. */
  readonly fresh: boolean;
}

/** Elements change over to another path in this time. */
const CHANGE_OVER_MS = 2_000;
/** A node that delivers nothing for so long has nothing to deliver. */
const RETURN_WITHIN_MS = 8_000;

/** The phase that follows. */
export function nextPath(state: PathState, { wanted, direct, fresh }: PathFacts, now: number): PathState {
  const good = wanted && direct;
  const elapsed = now - state.since;
  const become = (phase: Phase): PathState => ({ phase, since: now });
  switch (state.phase) {
    case "node":
      return good ? become("upgrading") : state;
    case "upgrading":
      if (!good) return become("returned");
      return elapsed >= CHANGE_OVER_MS ? become("direct") : state;
    case "direct":
      return good ? state : become("returning");
    case "returning":
      return fresh || elapsed >= RETURN_WITHIN_MS ? become("returned") : state;
    case "returned":
      return elapsed >= CHANGE_OVER_MS ? become("node") : state;
  }
}

/** Which path is shown and heard. */
export function shownPath(phase: Phase): Route {
  return phase === "node" || phase === "returned" ? "node" : "direct";
}

/** By which path the stream is wanted. */
export function wantedPath(phase: Phase): Route {
  return phase === "direct" ? "direct" : "node";
}
