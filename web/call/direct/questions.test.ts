import { expect, test } from "vitest";
import { readQuestion } from "./questions.ts";

test("a question says which streams are hidden", () => {
  const ids = [crypto.randomUUID(), crypto.randomUUID()];
  expect(readQuestion(JSON.stringify(ids))).toEqual(ids);
  expect(readQuestion("[]")).toEqual([]);
});

test.each([
  ["nothing", ""],
  ["no JSON", "[".repeat(99)],
  ["no list", `{"length":3}`],
  ["no ids", `["a","b"]`],
  ["bytes", new ArrayBuffer(8)],
  ["far too many", JSON.stringify(Array.from({ length: 1_000 }, () => crypto.randomUUID()))],
])("what is %s is no question", (_, data) => {
  expect(readQuestion(data)).toBeNull();
});
