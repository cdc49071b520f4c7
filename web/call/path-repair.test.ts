import { describe, expect, it } from "vitest";
import { nextRepair } from "./path-repair.ts";

const fresh = { since: 1_000, restartedAt: null, restarts: 0 };

describe("nextRepair", () => {
  it("restarts ICE at once, then every two seconds", () => {
    expect(nextRepair(fresh, 1_000, true)).toEqual({ kind: "restart-ice" });
    const restarted = { ...fresh, restartedAt: 1_000, restarts: 1 };
    expect(nextRepair(restarted, 1_500, true)).toEqual({ kind: "wait", ms: 1_500 });
    expect(nextRepair(restarted, 3_000, true)).toEqual({ kind: "restart-ice" });
  });

  it("stops restarting after some tries and renews after eight seconds", () => {
    const tired = { ...fresh, restartedAt: 7_000, restarts: 4 };
    expect(nextRepair(tired, 8_500, true)).toEqual({ kind: "wait", ms: 500 });
    expect(nextRepair(tired, 9_000, true)).toEqual({ kind: "renew-media" });
  });

  it("waits while there is no signaling", () => {
    expect(nextRepair(fresh, 60_000, false).kind).toBe("wait");
  });
});
