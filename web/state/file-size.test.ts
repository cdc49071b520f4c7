import { expect, test } from "vitest";
import { sizeWords } from "./file-size.ts";

test.for([
  [1, "1 B"],
  [1_023, "1,023 B"],
  [1_024, "1 kB"],
  [1_500_000, "1.4 MB"],
  [26_214_400, "25 MB"],
  [5_368_709_120, "5,120 MB"],
] as const)("%i bytes are %s", ([bytes, text]) => {
  expect(sizeWords(bytes)).toBe(text);
});
