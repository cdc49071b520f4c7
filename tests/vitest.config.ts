import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        root: fileURLToPath(new URL("..", import.meta.url)),
        test: {
          name: "unit",
          include: ["{protocol,worker,sfu-node,web,scripts}/**/*.test.ts", "tests/simulation/*.test.ts"],
          exclude: ["worker/**/*.workerd.test.ts", "**/node_modules/**"],
        },
      },
    ],
  },
});
