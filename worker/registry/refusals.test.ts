import { expect, test } from "vitest";
import { Refusals, RefusalTally } from "./refusals.ts";

const NOW = 1_790_000_000_000;

/** A storage, and how often something was written to it. */
function storage() {
  const entries = new Map<string, unknown>();
  const kv = {
    writes: 0,
    get: <T>(key: string) => entries.get(key) as T | undefined,
    put: <T>(key: string, value: T) => {
      kv.writes += 1;
      entries.set(key, value);
    },
  };
  return kv;
}

test("a few refusals are told at once, and what is more waits for the next one that may be told", () => {
  const tally = new RefusalTally();
  const one = { nodeId: null, reason: "no-token", times: 1 };
  for (let times = 1; times <= 5; times += 1) expect(tally.add(null, "no-token", NOW)).toEqual([one]);
  for (let times = 1; times <= 10_000; times += 1) expect(tally.add(null, "no-token", NOW)).toBeNull();
  expect(tally.add("a", "bad-message", NOW + 9_999)).toBeNull();
  expect(tally.add("a", "bad-message", NOW + 10_000)).toEqual([
    { nodeId: null, reason: "no-token", times: 10_000 },
    { nodeId: "a", reason: "bad-message", times: 2 },
  ]);
  expect(tally.add("a", "bad-message", NOW + 10_001)).toBeNull();
});

test("a registry knows by reason what it was told, also after it was evicted, and by node until then", () => {
  const kv = storage();
  const refusals = new Refusals(kv);
  refusals.add([
    { nodeId: "a", reason: "foreign-pipe", times: 3 },
    { nodeId: null, reason: "no-token", times: 40 },
  ]);
  refusals.note("a", "bad-message", NOW);
  expect(refusals.ofNode("a")).toBe(4);
  const again = new Refusals(kv);
  expect(again.byReason()).toMatchObject({ "foreign-pipe": 3, "no-token": 40, "bad-message": 1, abuse: 0 });
  expect(again.ofNode("a")).toBe(0);
});

test("a node that is refused again and again has a registry write no more than once in ten seconds", () => {
  const kv = storage();
  const refusals = new Refusals(kv);
  for (let times = 0; times < 1_000; times += 1) refusals.note("a", "used-token", NOW + 10 * times);
  expect(refusals.ofNode("a")).toBe(1_000);
  expect(kv.writes).toBe(5);
  refusals.note("a", "used-token", NOW + 10_000);
  expect(kv.writes).toBe(6);
  expect(refusals.byReason()["used-token"]).toBe(1_001);
});
