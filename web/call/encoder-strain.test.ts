import { expect, it } from "vitest";
import { isStrained } from "./encoder-strain.ts";

it("calls an encoder too slow only when it has been so for a while, without a break", () => {
  expect(isStrained([])).toBe(false);
  expect(isStrained(["cpu", "cpu", "cpu"])).toBe(false);
  expect(isStrained(["cpu", "cpu", "cpu", "cpu"])).toBe(true);
  expect(isStrained(["none", "cpu", "cpu", "cpu", "cpu"])).toBe(true);
  expect(isStrained(["cpu", "cpu", "bandwidth", "cpu", "cpu"])).toBe(false);
  expect(isStrained(["cpu", "cpu", "cpu", undefined])).toBe(false);
});
