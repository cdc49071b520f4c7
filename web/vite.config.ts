import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Has browsers load the page while its first script finds out what it is to speak. */
function preloadApp(): Plugin {
  return {
    name: "preload-app",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle = {} }) => {
        const chunks = Object.values(bundle).flatMap((output) => (output.type === "chunk" ? [output] : []));
        const app = chunks.find(({ facadeModuleId }) => facadeModuleId === here("app.tsx"));
        if (!app) return [];
        const styles = [...(app.viteMetadata?.importedCss ?? [])];
        return [
          ...[app.fileName, ...app.imports].map((file) => ({
            tag: "link",
            attrs: { rel: "modulepreload", href: `/${file}`, nonce: "nonce", crossorigin: true },
          })),
          ...styles.map((file) => ({ tag: "link", attrs: { rel: "stylesheet", href: `/${file}` } })),
        ];
      },
    },
  };
}

/** Leaves out what mediasoup-client has for browsers that are older than those below, for none, and for its own tests. */
function leaveOutUnused(): Plugin {
  const NOTHING = "\0nothing";
  return {
    name: "leave-out-unused",
    enforce: "pre",
    resolveId: (id) =>
      /^\.\/(handlers\/(Chrome74|ReactNative106|FakeHandler)|test\/fakeParameters)$/.test(id)
        ? NOTHING
        : null,
    load: (id) => (id === NOTHING ? "export {}" : null),
  };
}

/** The page's build. `web/dist` is what the worker serves as assets; the manifest lets tests weigh what is loaded when. */
export default defineConfig({
  root: here("."),
  plugins: [preact(), leaveOutUnused(), preloadApp()],
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
