import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { FleetNodes, FleetRegion, FleetWanted } from "../../protocol/fleet.ts";
import { temporaryDirectory } from "../testing/temporary.ts";
import { fleetNode } from "./testing/fleet-node.ts";

// Each runs the command as people do, in a process of its own.
vi.setConfig({ testTimeout: 30_000 });

const TOKEN = "a-token-that-only-tests-have-0123456789";
const SCRIPT = join(import.meta.dirname, "../fleet.ts");
const REGION: FleetRegion = {
  region: "eu",
  nodes: 2,
  draining: 0,
  wanted: 3,
  busy: 1.5,
  trendPerMinute: 0.25,
  reason: "grows",
  drain: [],
  ended: [],
};

/** An edge of these regions, with the nodes eu-1 and eu-2. */
async function edgeOf(regions: FleetRegion[], silentAreas: string[] = []) {
  const drained: string[] = [];
  const answers: Record<string, FleetWanted | FleetNodes> = {
    "/api/fleet/wanted": { regions, silentAreas },
    "/api/fleet/nodes": { nodes: [fleetNode(1), fleetNode(2)], silentAreas },
  };
  const server = createServer((request, response) => {
    const drain = /^\/api\/fleet\/nodes\/([^/]+)\/drain$/.exec(request.url ?? "");
    if (request.method === "POST" && drain?.[1]) drained.push(drain[1]);
    const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
    const refusal = { error: { code: "wrong_fleet_token", message: "That is not this fleet’s token." } };
    const body = isKnown ? (answers[request.url ?? ""] ?? {}) : refusal;
    response.writeHead(isKnown ? 200 : 401, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, drained };
}

/** What the command says, and the code that it ends with. */
function run(url: string, args: string[] = [], token = TOKEN): Promise<{ code: number; said: string }> {
  const env = { NEARCAST_URL: url, FLEET_TOKEN: token };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
    );
  });
}

/** Runs it on what Terraform has, with a new file for what it is to have. */
async function write(url: string, made: unknown, ...more: string[]) {
  const directory = await temporaryDirectory();
  const files = { made: join(directory, "fleet.json"), write: join(directory, "fleet.auto.tfvars.json") };
  await writeFile(files.made, JSON.stringify(made));
  const ended = await run(url, ["--made", files.made, "--write", files.write, ...more]);
  const written = await readFile(files.write, "utf8").catch(() => null);
  return { ...ended, written: written === null ? null : JSON.parse(written) };
}

const MADE = {
  eu: { machines: { "1": "2026-01-01T00:00:00Z", "2": "2026-01-01T00:00:00Z" }, outdated: [1], most: 4 },
};

test("it shows what there is and what is wanted, and says by its code whether that differs", async () => {
  const { url } = await edgeOf([REGION]);
  const { code, said } = await run(url);
  expect(said).toBe(
    "region  nodes  draining  wanted  busy      trend\n" +
      "eu          2         0       3  75 %  +0.25/min  more are needed\n",
  );
  expect(code).toBe(2);
  const calm = await edgeOf([{ ...REGION, wanted: 2, reason: "steady" }], ["me"]);
  const { code: calmCode, said: calmSaid } = await run(calm.url);
  expect(calmSaid).toContain("No answer from: me. Nothing is given back.\n");
  expect(calmCode).toBe(0);
});

test("it writes what Terraform is to make", async () => {
  const { url, drained } = await edgeOf([REGION]);
  const { code, said, written } = await write(url, MADE);
  expect(said).toContain("eu: to be made: eu-3\n");
  expect([code, written]).toEqual([2, { node_numbers: { eu: [1, 2, 3] } }]);
  expect(drained).toEqual([]);
});

test("it has nodes drain, for which Terraform has nothing to do yet", async () => {
  const { url, drained } = await edgeOf([{ ...REGION, wanted: 1, reason: "shrinks", drain: ["eu-2"] }]);
  const { code, said, written } = await write(url, MADE);
  expect(said).toContain("eu: told to drain: eu-2\nTerraform has nothing to do.\n");
  expect([code, written]).toEqual([0, { node_numbers: { eu: [1, 2] } }]);
  expect(drained).toEqual(["eu-2"]);
});

test("it replaces what is outdated where it is told to", async () => {
  const { url, drained } = await edgeOf([{ ...REGION, wanted: 2, reason: "steady" }]);
  const { code, said, written } = await write(url, MADE, "--replace");
  expect(said).toContain("eu: to be made: eu-3\neu: to be replaced: eu-1\n");
  expect([code, written]).toEqual([2, { node_numbers: { eu: [1, 2, 3] } }]);
  expect(drained).toEqual([]);
  const unknown = await edgeOf([{ ...REGION, wanted: 2, reason: "no-history" }]);
  const { said: saidOfUnknown } = await write(unknown.url, MADE, "--replace");
  expect(saidOfUnknown).toContain(
    "eu: to be replaced: eu-1, which waits: how many nodes are enough is not known now\nTerraform has nothing to do.\n",
  );
  const { said: saidOfNothing } = await write(url, { eu: { ...MADE.eu, outdated: [] } }, "--replace");
  expect(saidOfNothing).toContain("Nothing is to be replaced.\nTerraform has nothing to do.\n");
});

test("it says what is missing, and what it may not make", async () => {
  const { url } = await edgeOf([{ ...REGION, wanted: 9 }]);
  const machines = { ...MADE.eu.machines, "3": "2026-01-01T00:00:00Z" };
  const { said, written } = await write(url, { eu: { ...MADE.eu, machines } });
  expect(said).toContain(
    "eu: not heard of, look at it: eu-3\neu: would need 6 more than most_nodes allows\n",
  );
  expect(written).toEqual({ node_numbers: { eu: [1, 2, 3, 4] } });
});

test.for([
  ["another program's output", "{}}"],
  [
    "a machine without a number",
    { eu: { machines: { one: "2026-01-01T00:00:00Z" }, outdated: [], most: 1 } },
  ],
  ["a machine without a time", { eu: { machines: { "1": null }, outdated: [], most: 1 } }],
] as const)("it does nothing by %s", async ([, made]) => {
  const { url } = await edgeOf([REGION]);
  const { code, said, written } = await write(url, made);
  expect(said).toContain("✖ That is not what `terraform output -json fleet` prints.");
  expect([code, written]).toEqual([1, null]);
});

test("a fleet's token is asked for, and the right one", async () => {
  const { url } = await edgeOf([REGION]);
  expect(await run(url, [], "another")).toEqual({
    code: 1,
    said: `✖ ${url} does not know this FLEET_TOKEN.\n`,
  });
  const { code, said } = await run(url, [], "");
  expect([code, said]).toEqual([1, expect.stringContaining("FLEET_TOKEN is not set.")]);
});

test.for([
  ["nobody answers", [], "http://127.0.0.1:9 does not answer: "],
  ["one file is missing", ["--write", "x"], "--made and --write go together."],
  ["nothing says what to replace", ["--replace"], "--made and --write go together, and with --replace."],
  ["an option is unknown", ["--wirte", "x"], "Usage: npm run fleet"],
] as const)("it fails where %s", async ([, args, sentence]) => {
  const { code, said } = await run("http://127.0.0.1:9", [...args]);
  expect([code, said]).toEqual([1, expect.stringContaining(sentence)]);
});
