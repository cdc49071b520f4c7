import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { Route } from "../../protocol/room/route.ts";
import type { RoomState, Turn } from "./state.ts";
import { announce, answer, type From, putParticipant, type Sender } from "./turn.ts";

/** A page finds direct media too much: the room goes via the node for a while. */
export function avoidDirect(turn: Turn, sender: Sender, { id }: From<"avoid-direct">, now: number): void {
  const before = sender.avoidsDirect;
  // What it says while the room avoids direct media anyway is about what was before.
  if (before === null || before.until <= now) {
    const times = (before?.times ?? 0) + 1;
    const pauseMs = Math.min(TIMES.avoidDirectMs * 2 ** (times - 1), TIMES.avoidDirectMaxMs);
    putParticipant(turn, { ...sender, avoidsDirect: { until: now + pauseMs, times } });
  }
  answer(turn, sender.socket, id, {});
}

/**
 * Brings the route up to date with who is in the room. It goes to `node` at once, and to `direct` when the room has
 * been calm for a while: an empty one is.
 */
export function settleRoute(turn: Turn, now: number): void {
  const { state } = turn;
  const { route, calmSince } = state.route;
  if (state.participants.size === 0) return setRoute(turn, "direct", null);
  const avoided = avoidedUntil(state);
  if (avoided === null || avoided > now) return setRoute(turn, "node", null);
  if (route === "direct") return;
  const calm = calmSince ?? now;
  if (now >= calm + TIMES.directCalmMs) setRoute(turn, "direct", null);
  else setRoute(turn, "node", calm);
}

/** When the route may change by itself, in milliseconds since 1970; null where it will not. */
export function routeAlarm(state: RoomState): number | null {
  const { route, calmSince } = state.route;
  if (route === "direct") return null;
  return calmSince === null ? avoidedUntil(state) : calmSince + TIMES.directCalmMs;
}

/** Until when direct media is to be avoided; in the past where it is not; null where too many are in the room. */
function avoidedUntil({ participants }: RoomState): number | null {
  if (participants.size > LIMITS.directParticipants) return null;
  return Math.max(0, ...[...participants.values()].map(({ avoidsDirect }) => avoidsDirect?.until ?? 0));
}

function setRoute(turn: Turn, route: Route, calmSince: number | null): void {
  const before = turn.state.route;
  if (before.route === route && before.calmSince === calmSince) return;
  turn.state = { ...turn.state, route: { route, calmSince } };
  if (before.route !== route) announce(turn, { type: "route-changed", route });
}
