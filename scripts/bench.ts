import { join } from "node:path";
import { runCommand } from "./cli/command.ts";
import { ROOT } from "./cli/paths.ts";
import { step } from "./cli/terminal.ts";
import { ensurePage } from "./local/page.ts";
import { ensureWorker } from "./local/worker.ts";
import { startChild } from "./process/child.ts";
import { ensureChromium } from "./setup/browsers.ts";
import { ensureMediasoupWorker } from "./setup/mediasoup-worker.ts";

await runCommand(async () => {
  const chromium = await ensureChromium(step);
  const workerBinary = await ensureMediasoupWorker(step);
  await ensurePage(step);
  await ensureWorker(step);
  const bench = await startChild({
    name: "The bench",
    command: process.execPath,
    args: [join(ROOT, "tests/bench/main.ts"), ...process.argv.slice(2)],
    env: { MEDIASOUP_WORKER_BIN: workerBinary, CHROMIUM: chromium },
    output: "inherit",
  });
  const { code } = await bench.exited;
  return code ?? 1;
});
