import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page's build. `web/dist` is what the worker serves as assets; the manifest lets tests weigh what is loaded when. */
export default defineConfig({
  root: here("."),
  plugins: [preact()],
  worker: { format: "es" },
  // The Worker puts another one in its place each time it sends the page.
  html: { cspNonce: "nonce" },
  build: {
    outDir: here("dist"),
    emptyOutDir: true,
    manifest: true,
    // Browsers that can carry a call have all of this: no polyfill is worth its weight.
    target: ["chrome116", "edge116", "firefox121", "safari17"],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { page: here("index.html"), "service-worker": here("service-worker/service-worker.ts") },
      output: {
        // A service worker is at one address for good, and one that governs all pages.
        entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
