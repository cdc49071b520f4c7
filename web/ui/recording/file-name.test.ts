import { expect, test } from "vitest";
import { fileName } from "./file-name.ts";

test("a recording is named after its room and when it began, without what file systems do not take", () => {
  const at = new Date(2026, 4, 4, 9, 5);
  expect(fileName("Design: a/b?", at)).toBe("Design  a b 2026-05-04 09.05");
  expect(fileName(" ", at)).toBe("Nearcast 2026-05-04 09.05");
});
