import { expect, test } from "vitest";
import { CODE, codeErrors } from "./scrolling-code.ts";

const seen = CODE.slice(70, 82).map((line) => line.slice(0, 60));

test("code that is read as it is has no errors, whichever lines have come by, and whether a line is cut", () => {
  expect(codeErrors(seen.join("\n"))).toBe(0);
  expect(codeErrors(seen.join("\n\n"))).toBe(0);
  expect(codeErrors(["~ . -_", ...seen.slice(1)].join("\n"))).toBe(0);
});

test("lines that were not read, and characters that were read wrongly, are errors", () => {
  expect(codeErrors("")).toBe(1);
  expect(codeErrors(seen.slice(1, 6).join("\n"))).toBeCloseTo(6 / 11);
  const blurred = seen.map((line) => line.replace(/[eo]/g, "c")).join("\n");
  expect(codeErrors(blurred)).toBeGreaterThan(0.05);
});
