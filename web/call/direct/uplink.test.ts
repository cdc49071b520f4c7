import { expect, test } from "vitest";
import { lastingLimitation, worstOf } from "./uplink.ts";

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
