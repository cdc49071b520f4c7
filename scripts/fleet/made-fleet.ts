import * as v from "valibot";
import { UserError } from "../cli/user-error.ts";
import type { MadeRegion } from "./plan-fleet.ts";

const madeSchema = v.record(
  v.string(),
  v.object({
    machines: v.record(v.pipe(v.string(), v.regex(/^[1-9]\d*$/)), v.pipe(v.string(), v.isoTimestamp())),
    outdated: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
    most: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
);

/**
 * Reads what `terraform output -json fleet` prints.
 *
 * @throws {UserError} where it is something else
 */
export function readMadeFleet(text: string): Map<string, MadeRegion> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), madeSchema), text);
  if (!parsed.success)
    throw new UserError("That is not what `terraform output -json fleet` prints.", [
      ...new Set(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "it"}: ${issue.message}`)),
    ]);
  return new Map(
    Object.entries(parsed.output).map(([region, { machines, most, outdated }]) => {
      const times = Object.entries(machines).map(
        ([number, made]) => [Number(number), Date.parse(made)] as const,
      );
      return [region, { machines: new Map(times), most, outdated }];
    }),
  );
}

/** The variables by which Terraform makes the fleet that was planned, as a file for it. */
export function formatVariables(plans: readonly { region: string; numbers: readonly number[] }[]): string {
  const numbers = Object.fromEntries(plans.map((plan) => [plan.region, plan.numbers]));
  return `${JSON.stringify({ node_numbers: numbers }, null, 2)}\n`;
}
