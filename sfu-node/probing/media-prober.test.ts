import { afterEach, beforeEach, expect, test } from "vitest";
import type { Probe } from "../../protocol/probes.ts";
import { createLog } from "../log.ts";
import { WorkerPool } from "../media/worker-pool.ts";
import { Metrics } from "../metrics.ts";
import { mediaSettings } from "../testing/fixtures.ts";
import { MediaProber, outcomeOf } from "./media-prober.ts";

let metrics: Metrics;
let prober: MediaProber;
const opened: WorkerPool[] = [];
beforeEach(() => {
  metrics = new Metrics();
  prober = new MediaProber(metrics);
});
afterEach(() => {
  prober.close();
  for (const pool of opened.splice(0)) pool.close();
});

async function probeOfPool(): Promise<Probe> {
  const pool = await WorkerPool.create(mediaSettings(), createLog("error"));
  opened.push(pool);
  if (pool.probe === undefined) throw new Error("no worker is alive");
  return pool.probe;
}

/** The same with other addresses. */
function movedTo(probe: Probe, ...addresses: string[]): Probe {
  const [candidate] = probe.iceCandidates.filter(({ protocol }) => protocol === "udp");
  if (candidate === undefined) throw new Error("no UDP candidate");
  return { ...probe, iceCandidates: addresses.map((address) => ({ ...candidate, address, ip: address })) };
}

test("a node that answers at one of its addresses is reached", { timeout: 30_000 }, async () => {
  const probe = await probeOfPool();
  await expect.poll(() => prober.probe(movedTo(probe, "127.0.0.1")), { timeout: 20_000 }).toBeGreaterThan(0);
  await expect.poll(() => prober.probe(movedTo(probe, "localhost")), { timeout: 20_000 }).toBeGreaterThan(0);
  await expect
    .poll(() => prober.probe(movedTo(probe, "nowhere.invalid", "127.0.0.1")), { timeout: 20_000 })
    .toBeGreaterThan(0);
});

test("a node that answers nowhere is not reached, and that is counted", { timeout: 60_000 }, async () => {
  const probe = await probeOfPool();
  const elsewhere = { ...probe.iceParameters, usernameFragment: "another" };
  const dead = { ...probe, iceParameters: elsewhere };
  await expect.poll(() => prober.probe(dead), { timeout: 30_000 }).toBeNull();
  const { body } = await metrics.render();
  expect(body).toContain("nearcast_node_probes_total 1");
  expect(body).toContain("nearcast_node_probes_unanswered_total 1");
});

test("nothing is said of a name that stands for nothing, nor of a second node at the same time", {
  timeout: 30_000,
}, async () => {
  const probe = await probeOfPool();
  expect(await prober.probe(movedTo(probe, "nowhere.invalid"))).toBeUndefined();
  const first = prober.probe(probe);
  expect(await prober.probe(probe)).toBeUndefined();
  await first;
});

test("the best of several ways counts, to a tenth of a millisecond", () => {
  expect(outcomeOf(["unanswered", 12.345, 20])).toBe(12.3);
  expect(outcomeOf([90_000])).toBe(5_000);
  expect(outcomeOf(["untried", "unanswered"])).toBeNull();
  expect(outcomeOf(["untried"])).toBeUndefined();
  expect(outcomeOf([])).toBeUndefined();
});
