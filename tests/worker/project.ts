import { fileURLToPath } from "node:url";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import type { TestProjectInlineConfiguration } from "vitest/config";
import { type Surroundings, WORKERS } from "./setup/provided.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

let started = 0;

/** The Worker in workerd, as wrangler.toml describes it, with a real PostgreSQL. */
export const workerdProject: TestProjectInlineConfiguration = {
  root: path("../.."),
  plugins: [
    cloudflareTest(({ inject }) => {
      const surroundings = inject<Surroundings>("surroundings");
      // Called for each Worker that is started; one runs many files, one after the other.
      const database = surroundings.databases[started++ % WORKERS];
      if (database === undefined) throw new Error("There is no database.");
      return {
        wrangler: { configPath: path("../../wrangler.toml") },
        miniflare: {
          bindings: {
            DATABASE_URL: database.url,
            // The same database by another name, so that a test can tell who is asked.
            READ_DATABASE_URL: `${database.url}?application_name=replica`,
            DATABASE_ENDPOINT: database.endpoint,
            TOKEN_SECRET: surroundings.tokenSecret,
            ACCESS_KEYS: surroundings.accessKeys,
            FLEET_TOKEN: surroundings.fleetToken,
            PUSH_KEY: surroundings.pushKey,
            PUSH_CONTACT: "mailto:operator@nearcast.test",
            TURN_URLS: "stun:turn.nearcast.test:3478,turns:turn.nearcast.test:443?transport=tcp",
            TURN_SECRET: surroundings.tokenSecret,
          },
        },
      };
    }),
  ],
  test: {
    name: "workerd",
    testTimeout: 20_000,
    isolate: false,
    maxWorkers: WORKERS,
    sequence: { groupOrder: 1 },
    include: ["tests/worker/**/*.test.ts"],
    globalSetup: [path("setup/global-setup.ts")],
    setupFiles: [path("harness/around-each.ts")],
  },
};
