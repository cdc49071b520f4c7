import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FLEET_TOKEN, serveFakeEdge } from "../../../scripts/terraform/fake-edge.ts";

const SCRIPT = join(import.meta.dirname, "drain.mjs");

async function edgeWith(...given: Parameters<typeof serveFakeEdge>) {
  const edge = await serveFakeEdge(...given);
  onTestFinished(() => edge.close());
  return edge;
}

/** What it says, and the status that it ends with. */
function drain(url: string, variables: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  const env = { EDGE_URL: url, NODE_ID: "fra-1", FLEET_TOKEN, DRAIN_POLL_MS: "1", ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT], { env }, (error, stdout, stderr) =>
      resolve({
        code: error ? Number(error.code) : 0,
        said: (stdout + stderr).replaceAll(/\d+ s\b/g, "… s"),
      }),
    );
  });
}

test("a node drains, and what it still has is said until it has ended", async () => {
  const edge = await edgeWith({ "fra-1": 2 });
  const { code, said } = await drain(edge.url);
  expect(said).toBe(
    "fra-1 drains. (… s)\nfra-1 drains: 2 rooms, 4 people (… s)\nfra-1 drains: 1 rooms, 2 people (… s)\nfra-1 has ended after … s.\n",
  );
  expect(code).toBe(0);
  expect(edge.drained).toEqual(["fra-1"]);
});

test("a node that is not there has nothing to drain", async () => {
  const edge = await edgeWith({ "fra-2": 1 });
  expect(await drain(edge.url)).toEqual({ code: 0, said: "fra-1 is not there.\n" });
});

test("trouble at the edge is said, and passes", async () => {
  const edge = await edgeWith({ "fra-1": 1 }, [500, 429]);
  const { code, said } = await drain(edge.url);
  expect(code).toBe(0);
  expect(said).toContain("answers 500");
  expect(said).toContain("has ended");
});

test.for([
  ["without a token", { FLEET_TOKEN: "" }, "FLEET_TOKEN is not set. Run: export FLEET_TOKEN="],
  ["with a wrong token", { FLEET_TOKEN: "another" }, "does not know this FLEET_TOKEN."],
] as const)("nothing is taken away %s", async ([, variables, sentence]) => {
  const edge = await edgeWith({ "fra-1": 1 });
  const { code, said } = await drain(edge.url, variables);
  expect(said).toContain(sentence);
  expect(code).toBe(1);
  expect(edge.drained).toEqual([]);
});

test("an edge without a fleet does not say that a node is gone", async () => {
  const edge = await edgeWith({ "fra-1": 1 }, [404]);
  const { code, said } = await drain(edge.url);
  expect(said).toContain("There is no fleet at");
  expect(code).toBe(1);
});

test("a node that does not end keeps its machine", async () => {
  const edge = await edgeWith({ "fra-1": 1_000_000 });
  // Its limit is over since a minute but for a tenth of a second.
  const { code, said } = await drain(edge.url, { DRAIN_LIMIT_SECONDS: "-59.9" });
  expect(said).toContain("fra-1 has not ended in … s. Look at it on");
  expect(code).toBe(1);
});

test("whoever cannot wait says so", async () => {
  expect(await drain("http://127.0.0.1:9", { DRAIN: "skip" })).toEqual({
    code: 0,
    said: "fra-1 is not drained, because DRAIN=skip.\n",
  });
});
