import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { workerdProject } from "./worker/project.ts";

/**
 * Browsers that encode and decode video on a machine's two cores run late now and then. What fails once is tried again on
 * a new stack, and `npm test` names it; what fails twice has failed.
 */
const retry = 1;
/** What is awaited comes later there than the second that is usual; waiting for it says nothing about how fast it is. */
const expectation = { poll: { timeout: 10_000 } };

/** Left to itself, Vitest uses one core fewer than there are. More than two browsers' files at once fill two cores: nothing is in time then. */
const MOST_AT_ONCE = 2;

/** What all tests with browsers have. */
const withBrowsers = {
  globalSetup: [fileURLToPath(new URL("e2e/harness/prepared-state.ts", import.meta.url))],
  hookTimeout: 120_000,
  expect: expectation,
  retry,
};

/** A project of files that are named from the repository's root. */
const fromRoot = (test: TestProjectInlineConfiguration["test"] & object): TestProjectInlineConfiguration => ({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test,
});

export default defineConfig({
  test: {
    projects: [
      fromRoot({
        // A project of its own, for it takes a minute: of one group, projects begin in the order of their names.
        name: "simulation",
        include: ["tests/simulation/*.test.ts"],
        maxWorkers: MOST_AT_ONCE,
        testTimeout: 30_000,
      }),
      fromRoot({
        name: "unit",
        include: [
          "{protocol,worker,sfu-node,web,scripts,terraform}/**/*.test.ts",
          "tests/e2e/harness/*.test.ts",
        ],
        exclude: ["worker/**/*.workerd.test.ts", "**/node_modules/**"],
        maxWorkers: MOST_AT_ONCE,
        // A process for each file takes longer than most of them.
        isolate: false,
        unstubGlobals: true,
        testTimeout: 30_000,
      }),
      workerdProject,
      fromRoot({
        name: "pictures",
        include: ["tests/e2e/pictures/*.test.ts"],
        // One at a time: each looks at how pictures keep up.
        fileParallelism: false,
        ...withBrowsers,
        sequence: { groupOrder: 2 },
      }),
      fromRoot({
        name: "network",
        include: ["tests/network/{regions,weather}.test.ts"],
        fileParallelism: false,
        ...withBrowsers,
        sequence: { groupOrder: 3 },
      }),
      fromRoot({
        // Five minutes long, and the first of its group by its name.
        name: "long-call",
        include: ["tests/network/firewall.test.ts"],
        maxWorkers: MOST_AT_ONCE + 1,
        ...withBrowsers,
        sequence: { groupOrder: 4 },
      }),
      fromRoot({
        name: "network-failures",
        include: ["tests/network/{broken-pipe,cut-off,failures,media-probes}.test.ts"],
        // The tests of this group wait most of the time, so there is room for a third.
        maxWorkers: MOST_AT_ONCE + 1,
        ...withBrowsers,
        sequence: { groupOrder: 4 },
      }),
      fromRoot({
        name: "people",
        include: ["tests/e2e/people/*.test.ts"],
        maxWorkers: MOST_AT_ONCE + 1,
        ...withBrowsers,
        sequence: { groupOrder: 4 },
      }),
      fromRoot({
        name: "pages",
        include: ["tests/e2e/*.test.ts"],
        // Nothing here is about pictures that have to keep up.
        maxWorkers: MOST_AT_ONCE,
        ...withBrowsers,
        sequence: { groupOrder: 5 },
      }),
    ],
  },
});
