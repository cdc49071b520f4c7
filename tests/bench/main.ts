import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../scripts/cli/command.ts";
import { ROOT } from "../../scripts/cli/paths.ts";
import { say, step } from "../../scripts/cli/terminal.ts";
import { UserError } from "../../scripts/cli/user-error.ts";
import { ensureNetworkTools } from "../../scripts/setup/network-tools.ts";
import { ensureTesseract } from "../../scripts/setup/tesseract.ts";
import { startLocalStack } from "../e2e/harness/local-stack.ts";
import { measurePathChanges } from "./direct/path-changes.ts";
import { measurePointing } from "./direct/pointing.ts";
import { measureFailover } from "./failover/failover.ts";
import { measureFarJoins } from "./join/far-join.ts";
import { type JoinFigures, measureJoins } from "./join/join.ts";
import { measureLatency } from "./latency/latency.ts";
import { measureMemory } from "./memory/memory.ts";
import { measureNode } from "./node/node.ts";
import { type Figure, type Result, resultOf } from "./report/figure.ts";
import { describeMachine, loadNow } from "./report/machine.ts";
import { formatTable } from "./report/table.ts";
import { requireProc } from "./room/cpu-time.ts";
import { type LoadOptions, measureRoomLoad } from "./room/room-load.ts";
import { measureFreshShare } from "./sharpness/fresh-share.ts";
import { measureLateJoiner } from "./sharpness/late-joiner.ts";
import { measureScrolling } from "./sharpness/scrolling.ts";
import { measureSignIns } from "./sign-in/sign-in.ts";
import { measureLookingAway } from "./watching/looking-away.ts";
import { measureWatching } from "./watching/watching.ts";

const OUTPUT = join(ROOT, "bench-results.json");

/** What a part measures with. */
interface Bench {
  readonly origin: string;
  readonly stateDirectory: string;
  /** The joins, measured once: what else joins a room sends what the page sent in them. */
  joins(): Promise<JoinFigures>;
}

/** A part of the bench: what it says that it does, and how it measures. */
type Part = readonly [doing: string, measure: (bench: Bench, report: Report) => Promise<readonly Figure[]>];
type Report = (detail: string) => void;

/** All parts by their names, in their order. */
const PARTS: Readonly<Record<string, Part>> = {
  joins: ["Joining", async ({ joins }) => (await joins()).figures],
  far: ["Joining from afar", (_, report) => measureFarJoins(report)],
  memory: ["Counting memory", async (bench, report) => measureMemory(await loadWith(bench, report))],
  late: ["Joining late", ({ origin }, report) => measureLateJoiner(origin, report)],
  fresh: ["Sharing text", ({ origin }, report) => measureFreshShare(origin, report)],
  scrolling: ["Sharing code that scrolls", ({ origin }, report) => measureScrolling(origin, report)],
  latency: ["Sharing", ({ origin }, report) => measureLatency(origin, report)],
  paths: ["Changing paths", ({ origin }, report) => measurePathChanges(origin, report)],
  pointing: ["Pointing", ({ origin }, report) => measurePointing(origin, report)],
  failover: ["Ending nodes", (_, report) => measureFailover(report)],
  watching: [
    "Watching",
    async ({ origin }, report) => [
      ...(await measureWatching(origin, report)),
      ...(await measureLookingAway(origin, report)),
    ],
  ],
  rooms: ["Loading rooms", async (bench, report) => measureRoomLoad(await loadWith(bench, report))],
  "sign-ins": [
    "Signing in",
    ({ origin, stateDirectory }, report) => measureSignIns(origin, stateDirectory, report),
  ],
  node: ["Loading a node", (_, report) => measureNode(report)],
};

/**
 * Measures Nearcast against peers and floors in the same run. Each part's figures are printed, and written to bench-results.json,
 * as soon as they are there. Arguments are the names of parts, where not all are wanted.
 */
await runCommand(async ({ onStop }) => {
  const parts = chosenParts(process.argv.slice(2));
  requireProc();
  await ensureTesseract(step);
  const hasNetworks = await ensureNetworkTools(step);
  const loadBefore = loadNow();
  const stateDirectory = await mkdtemp(join(tmpdir(), "nearcast-bench-"));
  const local = await step("Starting Nearcast", () => startLocalStack({}, stateDirectory));
  onStop(() => local.close());
  const origin = local.stack.url;
  let joined: Promise<JoinFigures> | undefined;

  const machine = await describeMachine(loadBefore);
  const { cores, processor, node, chromium, mediasoup, workerd } = machine;
  say(`${cores} cores (${processor}), Node ${node}, ${chromium}, mediasoup ${mediasoup}, workerd ${workerd}`);
  const results: Result[] = [];
  for (const [name, [doing, measure]] of parts) {
    if (name === "far" && !hasNetworks) {
      say("Joining from afar is left out: it needs Linux, and root.");
      continue;
    }
    const figures = await step(doing, (report) => {
      const joins = () => (joined ??= measureJoins(origin, report));
      return measure({ origin, stateDirectory, joins }, report);
    });
    const fresh = figures.map(resultOf);
    results.push(...fresh);
    for (const line of formatTable(fresh)) say(line);
    await writeFile(OUTPUT, `${JSON.stringify({ machine, results }, null, 2)}\n`);
  }
  say(
    `The load before was ${loadBefore.toFixed(1)}: above 0.5, others were at work, and times in ms are worth little.`,
  );
  say("Medians, with quartiles in brackets; every sample is in bench-results.json.");
  return 0;
});

/** What rooms are loaded with: joins as the page makes them. */
async function loadWith({ origin, stateDirectory, joins }: Bench, report: Report): Promise<LoadOptions> {
  const { pageJoin } = await joins();
  return { origin, stateDirectory, pageJoin, report };
}

/** @throws {UserError} when there is no such part */
function chosenParts(wanted: readonly string[]): [name: string, Part][] {
  const all = Object.entries(PARTS);
  const unknown = wanted.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined)
    throw new UserError(`The bench has no part "${unknown}". Its parts: ${Object.keys(PARTS).join(", ")}.`);
  return wanted.length === 0 ? all : all.filter(([name]) => wanted.includes(name));
}
