import { expect, test } from "vitest";
import { RATES, TIMES } from "../../protocol/limits.ts";
import { NodeGuard } from "./node-guard.ts";

const NOW = 1_800_000_000_000;
const load = { rooms: 0, people: 0, consumers: 0, cpu: 0 };
const BEAT = JSON.stringify([{ type: "beat", load, draining: false }]);

test("beats as they should come are never too many", () => {
  const guard = new NodeGuard();
  for (let beats = 0; beats < 100; beats += 1) {
    const heard = guard.hear(BEAT, NOW + beats * TIMES.nodeBeatMs);
    expect(heard).toEqual([{ message: { type: "beat", load, draining: false } }]);
  }
});

test("more than that is too much, for as long as it goes on", () => {
  const guard = new NodeGuard();
  for (let beats = 0; beats < RATES.nodeItems.burst; beats += 1) guard.hear(BEAT, NOW);
  const retryAfterMs = Math.ceil(1_000 / RATES.nodeItems.perSecond);
  expect(guard.hear(BEAT, NOW)).toMatchObject([{ error: { code: "rate_limited", retryAfterMs } }]);
  expect(guard.hear(BEAT, NOW + retryAfterMs)).toMatchObject([{ message: { type: "beat" } }]);
});

test("faults are forgiven up to a point, and again after a while", () => {
  const guard = new NodeGuard();
  for (let faults = 0; faults < RATES.faults.burst; faults += 1) expect(guard.forgives(NOW)).toBe(true);
  expect(guard.forgives(NOW)).toBe(false);
  expect(guard.forgives(NOW + 60_000)).toBe(true);
});

test.for([
  ["binary data", new ArrayBuffer(8), "bad_json"],
  ["no JSON", "beat", "bad_json"],
  ["no list", "{}", "bad_frame"],
  ["an answer that nobody asked for", '[{"re":1,"ok":{}}]', "bad_message"],
] as const)("%s is a fault", ([, frame, code]) => {
  expect(new NodeGuard().hear(frame, NOW)).toMatchObject([{ error: { code } }]);
});
