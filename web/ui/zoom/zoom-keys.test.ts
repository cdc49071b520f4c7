import { expect, it } from "vitest";
import { press } from "../testing/press.ts";
import { zoomActionOf } from "./zoom-keys.ts";

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
