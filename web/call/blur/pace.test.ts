import { describe, expect, it } from "vitest";
import { type Effort, Pace } from "./pace.ts";

/** The effort after this many frames that took so long. */
function effortAfter(pace: Pace, frames: number, ms: number): Effort {
  for (let frame = 0; frame < frames; frame += 1) pace.took(ms);
  return pace.effort;
}

describe("Pace", () => {
  it("leaves a quick computer alone", () => {
    expect(effortAfter(new Pace(), 1_000, 30)).toBe("full");
  });

  it("does less on a slow one, and nothing on one that is slow even so", () => {
    const pace = new Pace();
    expect(effortAfter(pace, 60, 90)).toBe("reduced");
    expect(effortAfter(pace, 600, 90)).toBe("reduced");
    expect(effortAfter(pace, 60, 250)).toBe("none");
  });

  it("forgives slow first frames and one slow moment", () => {
    const pace = new Pace();
    expect(effortAfter(pace, 15, 1_000)).toBe("full");
    expect(effortAfter(pace, 3, 400)).toBe("full");
    expect(effortAfter(pace, 42, 20)).toBe("full");
  });

  it("never does more again", () => {
    const pace = new Pace();
    effortAfter(pace, 60, 100);
    expect(effortAfter(pace, 600, 5)).toBe("reduced");
  });
});
