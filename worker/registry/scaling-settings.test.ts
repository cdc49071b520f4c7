import * as v from "valibot";
import { expect, test } from "vitest";
import { SCALING_ENTRIES, scalingPolicyOf } from "./scaling-settings.ts";

const schema = v.object(SCALING_ENTRIES);

test("who sets nothing has one node in each region at least, and 57 % of them in use", () => {
  expect(scalingPolicyOf(v.parse(schema, {}))).toEqual({ minimum: 1, target: 0.57 });
});

test("what is set is what counts", () => {
  const variables = { FLEET_MIN_NODES: "2", FLEET_TARGET_BUSY: "0.45" };
  expect(scalingPolicyOf(v.parse(schema, variables))).toEqual({ minimum: 2, target: 0.45 });
});

test.for([
  ["FLEET_MIN_NODES", ["0", "1.5", "-1", "many", "", "1001"]],
  ["FLEET_TARGET_BUSY", ["0", "60", "0.81", "60%", "1e-1"]],
] as const)("%s that makes no sense is named", ([name, values]) => {
  for (const value of values) {
    const parsed = v.safeParse(schema, { [name]: value });
    expect(parsed.issues?.map((issue) => v.getDotPath(issue))).toEqual([name]);
  }
});
