import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { workerdProject } from "./worker/project.ts";

export default defineConfig({
  test: {
    projects: [
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "unit",
          include: [
            "{protocol,worker,sfu-node,web,scripts}/**/*.test.ts",
            "tests/{simulation,e2e/harness}/*.test.ts",
          ],
          exclude: ["worker/**/*.workerd.test.ts", "**/node_modules/**"],
        },
      },
      workerdProject,
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "e2e",
          include: ["tests/e2e/*.test.ts"],
          // One at a time: each starts everything, and several browsers.
          fileParallelism: false,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "network",
          include: ["tests/network/*.test.ts"],
          fileParallelism: false,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
