import { expect, test } from "vitest";
import { weighPage } from "./page-weight.ts";

const manifest = {
  "index.html": { file: "index.js", imports: ["_shared.js"], dynamicImports: ["call.ts"] },
  "_shared.js": { file: "shared.js" },
  "call.ts": { file: "call.js", imports: ["_shared.js"], dynamicImports: ["codec.ts"] },
  "codec.ts": { file: "codec.js", imports: ["index.html"] },
  "unused.ts": { file: "unused.js" },
  "style.css": { file: "style.css" },
};
const sizes: Record<string, number> = { "index.js": 1, "shared.js": 10, "call.js": 100, "codec.js": 1000 };

test("counts what is imported at once, and what can be imported later, each file once", () => {
  expect(weighPage(manifest, (file) => sizes[file] ?? Number.NaN)).toEqual({
    beforeJoining: 11,
    withMedia: 1111,
  });
});

test("refuses a manifest without the page", () => {
  expect(() => weighPage({}, () => 0)).toThrow("index.html");
});
