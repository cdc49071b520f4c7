import * as v from "valibot";
import type { ScalingPolicy } from "./wanted-nodes.ts";

const number = v.pipe(v.string(), v.regex(/^\d+(\.\d+)?$/), v.transform(Number));

/** The variables by which an operator says how many nodes a region is to have. */
export const SCALING_ENTRIES = {
  /** The nodes that each region has at least: a whole number from 1 to 1000. */
  FLEET_MIN_NODES: v.optional(v.pipe(number, v.integer(), v.minValue(1), v.maxValue(1000)), "1"),
  /**
   * How much of a region's nodes is to be in use, 0.1 to 0.8. What is left is for what comes while a node starts: at 0.57, a third more
   * people at once leave it below 0.8. `tests/simulation/fleet-day.test.ts` says what it costs.
   */
  FLEET_TARGET_BUSY: v.optional(v.pipe(number, v.minValue(0.1), v.maxValue(0.8)), "0.57"),
};

type Settings = v.InferOutput<v.ObjectSchema<typeof SCALING_ENTRIES, undefined>>;

export function scalingPolicyOf({ FLEET_MIN_NODES, FLEET_TARGET_BUSY }: Settings): ScalingPolicy {
  return { minimum: FLEET_MIN_NODES, target: FLEET_TARGET_BUSY };
}
