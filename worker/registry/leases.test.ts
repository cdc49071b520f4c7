import { expect, test } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import { Leases } from "./leases.ts";

const NOW = 1_790_000_000_000;
const LEASE = TIMES.nodeLeaseMs;

test("a node that is heard after its lease was over, while others were heard, was cut off", () => {
  const leases = new Leases(NOW);
  for (let at = NOW; at <= NOW + 2 * LEASE; at += TIMES.nodeBeatMs)
    expect(leases.heard(at - TIMES.nodeBeatMs, 2, at)).toBe(false);
  expect(leases.heard(NOW + LEASE, 2, NOW + 2 * LEASE)).toBe(false);
  expect(leases.heard(NOW + LEASE - 1, 2, NOW + 2 * LEASE)).toBe(true);
});

test("where nobody was heard, it is the registry that was cut off: until each has had a lease's time to come back", () => {
  const leases = new Leases(NOW);
  const back = NOW + 10 * LEASE;
  expect(leases.heard(NOW, 3, back)).toBe(false);
  expect(leases.heard(NOW, 3, back + LEASE)).toBe(false);
  expect(leases.heard(back, 3, back + LEASE)).toBe(false);
  expect(leases.heard(NOW, 3, back + LEASE + 1)).toBe(true);
});

test("a node that is the only one has nobody to be compared with: it was cut off itself", () => {
  expect(new Leases(NOW).heard(NOW, 1, NOW + LEASE + 1)).toBe(true);
  expect(new Leases(NOW).heard(NOW, 1, NOW + LEASE)).toBe(false);
});

test("for one lease after it began, and after it was cut off, there may be nodes of which a registry has not heard", () => {
  const leases = new Leases(NOW);
  expect([0, LEASE, LEASE + 1].map((after) => leases.isDeaf(NOW + after))).toEqual([true, true, false]);
  leases.heard(NOW, 2, NOW + 3 * LEASE);
  expect([3 * LEASE, 4 * LEASE, 4 * LEASE + 1].map((after) => leases.isDeaf(NOW + after))).toEqual([
    true,
    true,
    false,
  ]);
});
