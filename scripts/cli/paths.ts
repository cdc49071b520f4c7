import { join, resolve } from "node:path";

/** The checkout. */
export const ROOT = resolve(import.meta.dirname, "../..");

/** Where `npm start` keeps its database, keys, certificate and logs; deleting it starts afresh. */
export const STATE_DIRECTORY = join(ROOT, ".nearcast");

/** The JavaScript file behind a tool of node_modules, to be run by this very Node. */
export const TOOLS = {
  biome: join(ROOT, "node_modules/@biomejs/biome/bin/biome"),
  knip: join(ROOT, "node_modules/knip/bin/knip.js"),
  tsc: join(ROOT, "node_modules/typescript/bin/tsc"),
  vitest: join(ROOT, "node_modules/vitest/vitest.mjs"),
  wrangler: join(ROOT, "node_modules/wrangler/bin/wrangler.js"),
} as const;
