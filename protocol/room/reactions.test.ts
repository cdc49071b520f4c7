import { expect, test } from "vitest";
import { LIMITS } from "../limits.ts";
import { isReactionFor, REACTIONS } from "./chat.ts";
import { isWithinBounds, withReaction } from "./reactions.ts";

const by = (authorId: string, reaction: string, on = true) => ({ reaction, authorId, name: authorId, on });
const ada = { authorId: "ada", name: "ada" };
const ben = { authorId: "ben", name: "ben" };

test("reactions keep the order in which they were first given", () => {
  const both = [by("ada", "👍"), by("ada", "🎉"), by("ben", "👍")].reduce(withReaction, []);
  expect(both).toEqual([
    { reaction: "👍", by: [ada, ben] },
    { reaction: "🎉", by: [ada] },
  ]);
  expect(withReaction(both, by("ada", "👍", false))[0]).toEqual({ reaction: "👍", by: [ben] });
  expect(withReaction(both, by("ada", "🎉", false))).toEqual([{ reaction: "👍", by: [ada, ben] }]);
});

test("one person reacts in one way once, and takes back only what was given", () => {
  const one = withReaction([], by("ada", "👍"));
  expect(withReaction(one, by("ada", "👍"))).toBe(one);
  expect(withReaction(one, by("ben", "👍", false))).toBe(one);
  expect(withReaction(one, by("ada", "🎉", false))).toBe(one);
});

test("there are bounds", () => {
  const people = Array.from({ length: LIMITS.reactionsPerMessage }, (_, index) => by(`${index}`, "👍"));
  const full = people.reduce(withReaction, []);
  expect(isWithinBounds(full)).toBe(true);
  expect(isWithinBounds(withReaction(full, by("one more", "👍")))).toBe(false);
  const kinds = REACTIONS.map((_, index) => by("ada", `tag-${index}`)).reduce(withReaction, []);
  expect(isWithinBounds(kinds)).toBe(true);
  expect(isWithinBounds(withReaction(kinds, by("ada", "another")))).toBe(false);
});

test("an encrypted room takes tags alone, another one none", () => {
  const tag = "A".repeat(22);
  expect([isReactionFor({ encrypted: true }, tag), isReactionFor({ encrypted: true }, "👍")]).toEqual([
    true,
    false,
  ]);
  expect([isReactionFor({ encrypted: false }, tag), isReactionFor({ encrypted: false }, "👍")]).toEqual([
    false,
    true,
  ]);
});
