import { describe, expect, it } from "vitest";
import { nextRepair, troubleOf } from "./path-repair.ts";

const fresh = { since: 1_000, restartedAt: null, restarts: 0 };

describe("nextRepair", () => {
  it("restarts ICE at once, then every two seconds", () => {
    expect(nextRepair(fresh, 1_000, true, 0)).toEqual({ kind: "restart-ice" });
    const restarted = { ...fresh, restartedAt: 1_000, restarts: 1 };
    expect(nextRepair(restarted, 1_500, true, 0)).toEqual({ kind: "wait", ms: 1_500 });
    expect(nextRepair(restarted, 3_000, true, 0)).toEqual({ kind: "restart-ice" });
  });

  it("stops restarting after some tries and renews after six seconds", () => {
    const tired = { ...fresh, restartedAt: 6_000, restarts: 4 };
    expect(nextRepair(tired, 6_500, true, 0)).toEqual({ kind: "wait", ms: 500 });
    expect(nextRepair(tired, 7_000, true, 0)).toEqual({ kind: "renew-media" });
  });

  it("waits while there is no signaling", () => {
    expect(nextRepair(fresh, 60_000, false, 0).kind).toBe("wait");
  });

  it("gives new transports twice as long each time, up to a limit", () => {
    const waits = [0, 1, 2, 3, 4, 5].map((renewals) => {
      const repair = nextRepair({ ...fresh, restarts: 4 }, 1_000, true, renewals);
      return repair.kind === "wait" ? repair.ms : 0;
    });
    expect(waits).toEqual([6_000, 6_000, 12_000, 24_000, 48_000, 48_000]);
  });
});

describe("troubleOf", () => {
  it("begins where a transport begins to connect, and restarts no ICE before it has", () => {
    const trouble = troubleOf("connecting", null, 1_000);
    expect(trouble && nextRepair(trouble, 1_000, true, 0)).toEqual({ kind: "wait", ms: 6_000 });
    expect(trouble && nextRepair(trouble, 7_000, true, 0)).toEqual({ kind: "renew-media" });
  });

  it("restarts ICE of what fails, and goes on counting from when it began", () => {
    const connecting = troubleOf("connecting", null, 1_000);
    expect(troubleOf("failed", connecting, 5_000)).toEqual(fresh);
    expect(troubleOf("disconnected", null, 1_000)).toEqual(fresh);
  });

  it("goes on through a restart, and ends with it", () => {
    const restarted = { ...fresh, restartedAt: 1_000, restarts: 1 };
    for (const state of ["connecting", "disconnected", "failed"] as const)
      expect(troubleOf(state, restarted, 4_000)).toBe(restarted);
    expect(troubleOf("connected", restarted, 4_000)).toBeNull();
    expect(troubleOf("new", null, 4_000)).toBeNull();
  });
});
