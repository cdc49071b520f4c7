import { expect, test } from "vitest";
import { readQuestion } from "./questions.ts";

const ID = "b7f0c0de-0000-4000-8000-000000000001";

test("a question says how large streams are wanted", () => {
  expect(readQuestion(`[["${ID}",320,180]]`)).toEqual(new Map([[ID, { width: 320, height: 180 }]]));
  expect(readQuestion("[]")).toEqual(new Map());
});

test.each([
  ["nothing", ""],
  ["no JSON", "[".repeat(99)],
  ["no list", `{"length":3}`],
  ["no ids", `[["a",1,1]]`],
  ["no size", `[["${ID}"]]`],
  ["a size that cannot be", `[["${ID}",-1,1e9]]`],
  ["bytes", new ArrayBuffer(8)],
  ["far too many", JSON.stringify(Array.from({ length: 1_000 }, () => [ID, 1, 1]))],
])("what is %s is no question", (_, data) => {
  expect(readQuestion(data)).toBeNull();
});
