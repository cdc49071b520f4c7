import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "./cli/command.ts";
import { ROOT, TOOLS } from "./cli/paths.ts";
import { say, step } from "./cli/terminal.ts";
import { ensurePage } from "./local/page.ts";
import { ensureWorker } from "./local/worker.ts";
import { startChild } from "./process/child.ts";
import { countTests, type TestReport } from "./report/test-report.ts";
import { ensureChromium, ensureFirefox } from "./setup/browsers.ts";
import { ensureMediasoupWorker } from "./setup/mediasoup-worker.ts";
import { ensureNetworkTools } from "./setup/network-tools.ts";
import { ensureTesseract } from "./setup/tesseract.ts";
import { ensureVirtualDisplay } from "./setup/virtual-display.ts";

await runCommand(async () => {
  // One after the other: apt-get takes no company, and each of these may call it.
  const chromium = await ensureChromium(step);
  const firefox = await ensureFirefox(step);
  const hasDisplay = await ensureVirtualDisplay(step);
  if (!hasDisplay)
    say("The tests with Firefox are left out: they share a virtual screen, which needs Linux.");
  await ensureTesseract(step);
  const hasNetworks = await ensureNetworkTools(step);
  if (!hasNetworks) say("The tests in bad networks are left out: they need Linux, and root.");
  const workerBinary = await ensureMediasoupWorker(step);
  await ensurePage(step);
  await ensureWorker(step);
  const directory = await mkdtemp(join(tmpdir(), "nearcast-test-"));
  try {
    const reportFile = join(directory, "report.json");
    const vitest = await startChild({
      name: "vitest",
      command: process.execPath,
      args: [
        ...[TOOLS.vitest, "run", "--config", join(ROOT, "tests/vitest.config.ts")],
        ...["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`],
        ...(hasNetworks ? [] : ["--project=!network*"]),
        ...(hasDisplay ? [] : ["--exclude=tests/e2e/firefox.test.ts"]),
        ...process.argv.slice(2),
      ],
      env: { MEDIASOUP_WORKER_BIN: workerBinary, CHROMIUM: chromium, FIREFOX: firefox },
      output: "inherit",
    });
    const { code } = await vitest.exited;
    const report: TestReport = JSON.parse(await readFile(reportFile, "utf8").catch(() => "{}"));
    const { passed, failed, retried } = countTests(report);
    for (const { name, fault } of retried) say(`passed at its second try only: ${name}\n${fault}`);
    // Vitest counts no test for an error that none of them waited for, and writes nothing of it into its report.
    const isElsewhere = code !== 0 && failed === 0;
    say(
      `${passed} passed, ${failed} failed${isElsewhere ? ", and vitest failed: see its errors above" : ""}`,
    );
    return code ?? 1;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
