import { expect, it } from "vitest";
import { type KeyPress, shortcutOf } from "./shortcuts.ts";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  repeat: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});

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
