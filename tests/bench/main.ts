import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../scripts/cli/command.ts";
import { ROOT } from "../../scripts/cli/paths.ts";
import { say, step } from "../../scripts/cli/terminal.ts";
import { ensureNetworkTools } from "../../scripts/setup/network-tools.ts";
import { ensureTesseract } from "../../scripts/setup/tesseract.ts";
import { startLocalStack } from "../e2e/harness/local-stack.ts";
import { measurePathChanges } from "./direct/path-changes.ts";
import { measureFailover } from "./failover/failover.ts";
import { measureFarJoins } from "./join/far-join.ts";
import { measureJoins } from "./join/join.ts";
import { measureLatency } from "./latency/latency.ts";
import { measureMemory } from "./memory/memory.ts";
import { measureNode } from "./node/node.ts";
import { type Result, resultOf } from "./report/figure.ts";
import { describeMachine, loadNow, type Machine } from "./report/machine.ts";
import { formatTable } from "./report/table.ts";
import { requireProc } from "./room/cpu-time.ts";
import { measureRoomLoad } from "./room/room-load.ts";
import { measureLateJoiner } from "./sharpness/late-joiner.ts";
import { measureScrolling } from "./sharpness/scrolling.ts";
import { measureSignIns } from "./sign-in/sign-in.ts";
import { measureWatching } from "./watching/watching.ts";

const OUTPUT = join(ROOT, "bench-results.json");

/** Measures Nearcast against peers and floors in the same run, prints a table and writes bench-results.json. */
await runCommand(async ({ onStop }) => {
  requireProc();
  await ensureTesseract(step);
  const hasNetworks = await ensureNetworkTools(step);
  if (!hasNetworks) say("Joining from afar is left out: it needs Linux, and root.");
  const loadBefore = loadNow();
  // What `wrangler dev` adds for the developer, and Cloudflare does not run inside the Worker's process.
  process.env.X_LOCAL_OBSERVABILITY = "false";
  process.env.X_LOCAL_EXPLORER = "false";
  const stateDirectory = await mkdtemp(join(tmpdir(), "nearcast-bench-"));
  const local = await step("Starting Nearcast", () => startLocalStack({}, stateDirectory));
  onStop(() => local.close());
  const { url } = local.stack;

  const joins = await step("Joining", (report) => measureJoins(url, report));
  const { figures, pageJoin, chromium } = joins;
  const far = hasNetworks ? await step("Joining from afar", measureFarJoins) : [];
  const memory = await step("Counting memory", (report) =>
    measureMemory({ origin: url, stateDirectory, pageJoin, report }),
  );
  const late = await step("Joining late", (report) => measureLateJoiner(url, report));
  const scrolling = await step("Sharing code that scrolls", (report) => measureScrolling(url, report));
  const latency = await step("Sharing", (report) => measureLatency(url, report));
  const changes = await step("Changing paths", (report) => measurePathChanges(url, report));
  const failover = await step("Ending nodes", measureFailover);
  const watching = await step("Watching", (report) => measureWatching(url, report));
  const load = await step("Loading rooms", (report) =>
    measureRoomLoad({ origin: url, stateDirectory, pageJoin, report }),
  );
  const signIns = await step("Signing in", (report) => measureSignIns(url, stateDirectory, report));
  const node = await step("Loading a node", measureNode);
  const all = [
    ...figures,
    ...far,
    ...late,
    ...scrolling,
    ...latency,
    ...changes,
    ...failover,
    ...watching,
    ...load,
    ...signIns,
    ...node,
    ...memory,
  ];
  await print(await describeMachine(chromium, loadBefore), all.map(resultOf));
  return 0;
});

async function print(machine: Machine, results: readonly Result[]): Promise<void> {
  const { cores, processor, loadBefore, node, chromium, mediasoup, workerd } = machine;
  say("");
  say(
    `${cores} cores (${processor}), Node ${node}, Chromium ${chromium}, mediasoup ${mediasoup}, workerd ${workerd}`,
  );
  for (const line of formatTable(results)) say(line);
  await writeFile(OUTPUT, `${JSON.stringify({ machine, results }, null, 2)}\n`);
  say(
    `The load before was ${loadBefore.toFixed(1)}: above 0.5, others were at work, and times in ms are worth little.`,
  );
  say("Medians, with quartiles in brackets; every sample is in bench-results.json.");
}
