/** The part of vitest's JSON report that is counted. */
export interface TestReport {
  readonly testResults?: readonly {
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName?: string;
      readonly status: string;
      /** Also what failed before it passed. */
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Those that passed at their second try only, and what was wrong with the first. */
  readonly retried: readonly { readonly name: string; readonly fault: string }[];
}

/** Counts tests; a file that failed without a failed test, e.g. while it was loaded, counts as one. */
export function countTests({ testResults = [] }: TestReport): TestCounts {
  let passed = 0;
  let failed = 0;
  const retried: TestCounts["retried"][number][] = [];
  for (const file of testResults) {
    const failedHere = file.assertionResults.filter(({ status }) => status === "failed").length;
    passed += file.assertionResults.filter(({ status }) => status === "passed").length;
    for (const { fullName = "a test", status, failureMessages = [] } of file.assertionResults) {
      const [fault] = failureMessages;
      if (status === "passed" && fault !== undefined) retried.push({ name: fullName, fault });
    }
    failed += failedHere === 0 && file.status === "failed" ? 1 : failedHere;
  }
  return { passed, failed, retried };
}
