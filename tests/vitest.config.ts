import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
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

export default defineConfig({
  test: {
    projects: [
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          // A project of its own, for it takes a minute: of one group, projects begin in the order of their names.
          name: "simulation",
          include: ["tests/simulation/*.test.ts"],
          maxWorkers: MOST_AT_ONCE,
          testTimeout: 30_000,
        },
      },
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "unit",
          include: [
            "{protocol,worker,sfu-node,web,scripts,terraform}/**/*.test.ts",
            "tests/e2e/harness/*.test.ts",
          ],
          exclude: ["worker/**/*.workerd.test.ts", "**/node_modules/**"],
          maxWorkers: MOST_AT_ONCE,
          testTimeout: 30_000,
        },
      },
      workerdProject,
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "pictures",
          include: ["tests/e2e/pictures/*.test.ts"],
          // One at a time: each starts everything, and several browsers, and looks at how pictures keep up.
          fileParallelism: false,
          ...withBrowsers,
          sequence: { groupOrder: 2 },
        },
      },
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "network",
          include: ["tests/network/{regions,weather}.test.ts"],
          fileParallelism: false,
          ...withBrowsers,
          sequence: { groupOrder: 3 },
        },
      },
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "network-firewalls",
          include: ["tests/network/{broken-pipe,cut-off,failures,firewall,media-probes}.test.ts"],
          // They wait most of the time, one of them through a call of five minutes, so there is room for a third.
          maxWorkers: MOST_AT_ONCE + 1,
          ...withBrowsers,
          sequence: { groupOrder: 4 },
        },
      },
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "people",
          include: ["tests/e2e/people/*.test.ts"],
          // Beside that call, and so two at once as long as it lasts.
          maxWorkers: MOST_AT_ONCE + 1,
          ...withBrowsers,
          sequence: { groupOrder: 4 },
        },
      },
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "pages",
          include: ["tests/e2e/*.test.ts"],
          // Nothing here is about pictures that have to keep up.
          maxWorkers: MOST_AT_ONCE,
          ...withBrowsers,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
