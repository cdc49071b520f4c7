import { describe, expect, it } from "vitest";
import { neighbour, stageActionOf } from "./stage-keys.ts";
import { press } from "./testing/press.ts";

describe("stageActionOf", () => {
  it("knows its keys, forth and with Shift back", () => {
    expect(stageActionOf(press("f"))).toBe("full-screen");
    expect(stageActionOf(press("g"))).toBe("all");
    expect(stageActionOf(press("n"))).toBe("next");
    expect(stageActionOf(press("N", { shiftKey: true }))).toBe("previous");
  });

  it("leaves the browser's own keys alone, and those that are held", () => {
    expect(stageActionOf(press("f", { ctrlKey: true }))).toBeNull();
    expect(stageActionOf(press("f", { repeat: true }))).toBeNull();
    expect(stageActionOf(press("x"))).toBeNull();
  });
});

describe("neighbour", () => {
  const keys = ["a", "b", "c"];

  it("goes around both ways", () => {
    expect(neighbour(keys, "a", 1)).toBe("b");
    expect(neighbour(keys, "c", 1)).toBe("a");
    expect(neighbour(keys, "a", -1)).toBe("c");
  });

  it("begins at an end where nothing, or nothing that is still there, is in front", () => {
    expect(neighbour(keys, null, 1)).toBe("a");
    expect(neighbour(keys, "gone", -1)).toBe("c");
    expect(neighbour([], null, 1)).toBeNull();
  });
});
