import { expect, it, vi } from "vitest";
import { holdsToTalk, shortcutOf } from "./shortcuts.ts";
import { press } from "./testing/press.ts";

it("knows its keys, in both cases", () => {
  expect(shortcutOf(press("m"), false)).toBe("microphone");
  expect(shortcutOf(press("C"), false)).toBe("chat");
  expect(shortcutOf(press("x"), false)).toBeNull();
});

it("leaves keys alone that are meant for something else", () => {
  expect(shortcutOf(press("m"), true)).toBeNull();
  expect(shortcutOf(press("c", { ctrlKey: true }), false)).toBeNull();
  expect(shortcutOf(press("p", { metaKey: true }), false)).toBeNull();
  expect(shortcutOf(press("v", { repeat: true }), false)).toBeNull();
});

it("holds the microphone open by space, unless space means something else", () => {
  vi.stubGlobal("HTMLElement", class {});
  expect(holdsToTalk(press(" "), null)).toBe(true);
  expect(holdsToTalk(press(" ", { ctrlKey: true }), null)).toBe(false);
  expect(holdsToTalk(press("m"), null)).toBe(false);
  vi.unstubAllGlobals();
});
