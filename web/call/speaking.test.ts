import { expect, it } from "vitest";
import { hear, speakersOf, type Voices } from "./speaking.ts";

const silence: Voices = new Map();
const at = (voices: Voices, level: number, now: number) => hear(voices, new Map([["ada", level]]), now);
const speaks = (voices: Voices) => speakersOf(voices).has("ada");

it("starts with a clear voice, not with noise", () => {
  expect(speaks(at(silence, 0.02, 0))).toBe(false);
  expect(speaks(at(silence, 0.05, 0))).toBe(true);
});

it("goes on through the pauses between words", () => {
  const started = at(silence, 0.05, 0);
  const softer = at(started, 0.02, 500);
  expect(speaks(at(softer, 0, 1_100))).toBe(true);
  expect(speaks(at(softer, 0, 1_300))).toBe(false);
});

it("ends at once with who is gone or muted", () => {
  expect(speakersOf(hear(at(silence, 0.5, 0), new Map(), 10)).size).toBe(0);
});
