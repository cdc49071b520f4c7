import { expect, it } from "vitest";
import { characterErrors } from "./character-errors.ts";

it("counts what was read wrongly, left out and made up", () => {
  expect(characterErrors("const layer", "const layer")).toBe(0);
  expect(characterErrors("const\n  layer", " const layer\n")).toBe(0);
  expect(characterErrors("abcd", "abxd")).toBe(0.25);
  expect(characterErrors("abcd", "abd")).toBe(0.25);
  expect(characterErrors("abcd", "abcxd")).toBe(0.25);
  expect(characterErrors("abcd", "")).toBe(1);
  expect(characterErrors("", "")).toBe(0);
});
