import { expect, test } from "vitest";
import type { Figures } from "../stats/figures.ts";
import { heldBackBy, lastingLimitation, worstOf } from "./uplink.ts";

const figures = (known: Partial<Figures>): Figures => ({ at: 0, kind: "video", ...known });

test("a stream at our own limit for it is not held back by its way out", () => {
  const at = (availableUp: number) =>
    heldBackBy(figures({ limitation: "bandwidth", path: { sending: 1_000_000, availableUp } }));
  expect(at(1_100_000)).toBe("bandwidth");
  expect(at(3_000_000)).toBe("none");
});

test("what a browser says counts where it says nothing of the way out", () => {
  expect(heldBackBy(figures({ limitation: "bandwidth" }))).toBe("bandwidth");
  expect(heldBackBy(figures({ limitation: "cpu", path: { sending: 1, availableUp: 9 } }))).toBe("cpu");
  expect(heldBackBy(figures({}))).toBe("none");
});

test("only what lasts counts", () => {
  expect(lastingLimitation(["bandwidth", "bandwidth", "bandwidth", "bandwidth"])).toBeNull();
  expect(lastingLimitation(["none", ...Array(5).fill("bandwidth")])).toBe("uplink");
  expect(lastingLimitation([...Array(5).fill("bandwidth"), "none"])).toBeNull();
  expect(lastingLimitation(Array(5).fill("cpu"))).toBe("cpu");
  expect(lastingLimitation(["cpu", "bandwidth", "cpu", "bandwidth", "cpu"])).toBeNull();
});

test("of several senders the worst counts", () => {
  expect(worstOf(["none", "cpu", "bandwidth"])).toBe("bandwidth");
  expect(worstOf(["none", "none"])).toBe("none");
  expect(worstOf([])).toBe("none");
});
