import { describe, expect, it } from "vitest";
import type { Person } from "../state/types.ts";
import { comings, initials, slugIn, tintOf } from "./text.ts";

const person = (id: string, isSelf = false): Person => ({
  id,
  name: id,
  picture: null,
  role: "participant",
  isSelf,
  connected: true,
  speaking: false,
  hand: null,
  recording: false,
  streams: [],
});

describe("initials", () => {
  it.each([
    ["Ann Lee", "AL"],
    ["ann", "A"],
    ["Jean Luc van Dam", "JD"],
    ["𝒜nn", "𝒜"],
    ["", ""],
  ])("of %s are %s", (name, expected) => expect(initials(name)).toBe(expected));
});

it("gives one id one tint", () => {
  expect(tintOf("abc", 6)).toBe(tintOf("abc", 6));
  expect(tintOf("abc", 6)).toBeLessThan(6);
});

it("says who came and who went, but not oneself", () => {
  expect(comings([person("ann")], [person("me", true), person("bo")])).toEqual(["bo joined", "ann left"]);
});

describe("slugIn", () => {
  it.each([
    ["https://near.example/r/design-review?x=1", "design-review"],
    ["near.example/r/abc", "abc"],
    ["/r/abc/", "abc"],
    [" Standup ", "standup"],
    ["two words", null],
    ["-bad", null],
    ["", null],
  ])("in %s is %s", (text, expected) => expect(slugIn(text)).toBe(expected));
});
