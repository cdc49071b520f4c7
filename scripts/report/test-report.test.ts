import { expect, test } from "vitest";
import { countTests } from "./test-report.ts";

test("counts tests, and a file that could not be loaded as a failure", () => {
  const passed = { status: "passed" };
  const failed = { status: "failed" };
  const report = {
    testResults: [
      {
        status: "passed",
        assertionResults: [
          { fullName: "room", status: "passed", failureMessages: ["too late"] },
          { ...passed, failureMessages: [] },
          { status: "pending" },
        ],
      },
      { status: "failed", assertionResults: [passed, failed, failed] },
      { status: "failed", assertionResults: [] },
    ],
  };
  expect(countTests(report)).toEqual({
    passed: 3,
    failed: 3,
    retried: [{ name: "room", fault: "too late" }],
  });
});

test("nothing was counted when vitest wrote no report", () => {
  expect(countTests({})).toEqual({ passed: 0, failed: 0, retried: [] });
});
