import { createServer } from "vite";
import { runCommand } from "./cli/command.ts";
import { STATE_DIRECTORY } from "./cli/paths.ts";
import { readSettings } from "./cli/settings.ts";
import { say, step } from "./cli/terminal.ts";
import { resolveListen } from "./local/listen.ts";
import { PAGE_CONFIG } from "./local/page.ts";
import { requirePort, startStack } from "./local/stack.ts";

/** What the Worker answers; the rest is the page's. As in wrangler.toml's run_worker_first. */
const WORKER_PATHS = ["/api", "/healthz", "/metrics"];

await runCommand(
  async ({ onStop }) => {
    const { port, nodes } = readSettings(process.env);
    const { ip, publicHost } = resolveListen(undefined);
    await requirePort(port, ip);
    const stack = await startStack({
      port: 0,
      nodes,
      stateDirectory: STATE_DIRECTORY,
      buildPage: false,
      followsSources: true,
      log: (program, line) => {
        if (program !== "postgres") say(`${program.padEnd(8)} ${line}`);
      },
      step,
    });
    onStop(() => stack.close());

    // The Worker compares a request's Origin with its Host, so the browser's Host is passed on as it is.
    const proxy = { target: stack.url, changeOrigin: false, ws: true };
    const page = await createServer({
      configFile: PAGE_CONFIG,
      server: {
        host: ip,
        port,
        strictPort: true,
        proxy: Object.fromEntries(WORKER_PATHS.map((path) => [path, proxy])),
      },
    });
    onStop(() => page.close());
    await page.listen();
    say(`Ready on http://${publicHost}:${port}`);
    throw await stack.failed;
  },
  { endsBySignal: true },
);
