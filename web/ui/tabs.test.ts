import { describe, expect, it } from "vitest";
import { nextTab } from "./tabs.tsx";

describe("nextTab", () => {
  it("goes round at both ends", () => {
    expect(nextTab("ArrowRight", 2, 3)).toBe(0);
    expect(nextTab("ArrowLeft", 0, 3)).toBe(2);
  });

  it("knows the first and the last, and leaves other keys alone", () => {
    expect(nextTab("Home", 1, 3)).toBe(0);
    expect(nextTab("End", 0, 3)).toBe(2);
    expect(nextTab("Tab", 0, 3)).toBeNull();
  });
});
