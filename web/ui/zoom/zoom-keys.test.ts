import { expect, it } from "vitest";
import { zoomActionOf } from "./zoom-keys.ts";

const press = (key: string, more: object = {}) => ({
  key,
  repeat: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});

it("zooms and moves by single keys, held down as well", () => {
  expect(["+", "=", "-", "0", "1", "ArrowLeft"].map((key) => zoomActionOf(press(key)))).toEqual([
    "in",
    "in",
    "out",
    "fit",
    "actual",
    "left",
  ]);
  expect(zoomActionOf(press("+", { repeat: true }))).toBe("in");
});

it("leaves the page's own zoom alone", () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
    expect(zoomActionOf(press("+", more))).toBeNull();
});
