import { expect, it } from "vitest";
import { press } from "../testing/press.ts";
import { toolKeyOf } from "./tool-keys.ts";

it("takes tools, once for each press", () => {
  expect(toolKeyOf(press("d"), null)).toEqual({ take: "pen" });
  expect(toolKeyOf(press("L"), "pen")).toEqual({ take: "pointer" });
  expect(toolKeyOf(press("d", { repeat: true }), null)).toBeNull();
  expect(toolKeyOf(press("x"), "pen")).toBeNull();
});

it("leaves to others what is about no tool", () => {
  expect(toolKeyOf(press("Escape"), null)).toBeNull();
  expect(toolKeyOf(press("Escape"), "pointer")).toBe("put-down");
  expect(toolKeyOf(press("z", { ctrlKey: true }), null)).toBeNull();
  expect(toolKeyOf(press("z", { ctrlKey: true }), "pen")).toBe("undo");
  expect(toolKeyOf(press("z", { metaKey: true, repeat: true }), "pen")).toBe("undo");
  expect(toolKeyOf(press("d", { ctrlKey: true }), null)).toBeNull();
});
