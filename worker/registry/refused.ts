import type { Env } from "../env.ts";
import { log } from "../log.ts";
import type { RefusalReason } from "../refusal-reasons.ts";
import { type Area, areaOf } from "./areas.ts";
import { askRegistries } from "./ask-registries.ts";
import { RefusalTally } from "./refusals.ts";

/** Somebody who was refused. */
interface Refusal {
  /** Who it is, or says that it is; null where that is nobody. */
  readonly nodeId: string | null;
  readonly reason: RefusalReason;
  readonly detail?: string | undefined;
  readonly roomId?: string | undefined;
}

/** What this isolate has not told each registry yet. */
const tallies = new Map<Area, RefusalTally>();

/**
 * Says in the log that somebody was refused, each time, and has a registry count it. Nothing waits for that. A registry is told a few times
 * at once and then once in ten seconds by each isolate, however much is refused: who has no token can neither wake it for each try nor have it
 * write.
 *
 * @param area the area of the node; null where who it is was not proven, which counts nowhere as that node's
 */
export function refused(
  env: Env,
  context: Pick<ExecutionContext, "waitUntil">,
  refusal: Refusal,
  area: Area | null,
): void {
  log({ event: "node-refused", ...refusal });
  const told = area ?? areaOf(null);
  const tally = tallies.get(told) ?? new RefusalTally();
  tallies.set(told, tally);
  const due = tally.add(area === null ? null : refusal.nodeId, refusal.reason, Date.now());
  if (due) context.waitUntil(askRegistries(env, [told], (registry) => registry.refused(due)));
}
