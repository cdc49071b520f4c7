import { expect, test } from "vitest";
import { weighPage } from "./page-weight.ts";

const manifest = {
  "index.html": { file: "index.js", imports: ["_shared.js"], dynamicImports: ["app.tsx"] },
  "app.tsx": {
    file: "app.js",
    imports: ["index.html"],
    dynamicImports: ["state/call.ts", "pages/call-page.tsx"],
  },
  "_shared.js": { file: "shared.js" },
  "state/call.ts": { file: "state.js", imports: ["_shared.js"], dynamicImports: ["call/call.ts"] },
  "call/call.ts": { file: "call.js", imports: ["index.html"] },
  "pages/call-page.tsx": { file: "page.js", dynamicImports: ["dialog.tsx"] },
  "dialog.tsx": { file: "dialog.js" },
  "unused.ts": { file: "unused.js" },
  "style.css": { file: "style.css" },
};
const sizes: Record<string, number> = {
  "index.js": 1,
  "app.js": 2,
  "shared.js": 10,
  "state.js": 100,
  "call.js": 1_000,
  "page.js": 10_000,
  "dialog.js": 100_000,
};

test("counts what is imported at once, what every call needs, and what can be imported at all, each file once", () => {
  expect(weighPage(manifest, (file) => sizes[file] ?? Number.NaN)).toEqual({
    beforeJoining: 13,
    inCall: 11_113,
    everything: 111_113,
  });
});

test("refuses a manifest without the page", () => {
  expect(() => weighPage({}, () => 0)).toThrow("index.html");
});
