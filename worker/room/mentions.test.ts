import { expect, test } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { mentionedHandles } from "./mentions.ts";

test.for<[string, string[]]>([
  ["@ada_l, look", ["ada_l"]],
  ["look, @Ada_L!", ["ada_l"]],
  ["(@ada) and @ben.", ["ada", "ben"]],
  ["@ada @ADA @ada", ["ada"]],
  ["ada@example.org", []],
  ["@ada@example.org", []],
  ["https://social.example/@ada", []],
  ["@ad", []],
  ["@_ada and @ada_", []],
  ["@adaß", []],
  ["@@ada", []],
  ["nobody", []],
])("%j mentions %j", ([text, handles]) => {
  expect(mentionedHandles(text)).toEqual(handles);
});

test("no more are told than a message can name, and a long one takes no longer", () => {
  const text = Array.from({ length: 400 }, (_, index) => `@person${index}`).join(" ");
  expect(mentionedHandles(text)).toHaveLength(LIMITS.mentionsPerMessage);
});
