import { describe, expect, it } from "vitest";
import { CallError } from "./call-error.ts";
import { afterClose, afterRefusal, backoffMs, nextStep, SOCKET_BACKOFF } from "./reconnect.ts";

const lost = { attempt: 0, lostAt: 1_000, now: 1_000, graceMs: 30_000, placeGone: false, random: 0.5 };

describe("backoffMs", () => {
  it("spreads attempts over a window that doubles up to a limit", () => {
    expect(backoffMs(0, 0.5, SOCKET_BACKOFF)).toBe(125);
    expect(backoffMs(3, 0.5, SOCKET_BACKOFF)).toBe(1_000);
    expect(backoffMs(60, 0.999, SOCKET_BACKOFF)).toBeLessThan(SOCKET_BACKOFF.maxMs);
    expect(backoffMs(5, 0, SOCKET_BACKOFF)).toBe(0);
  });
});

describe("nextStep", () => {
  it("resumes while the room keeps the place", () => {
    expect(nextStep(lost)).toEqual({ kind: "resume", afterMs: 125 });
    expect(nextStep({ ...lost, attempt: 9, now: 28_000 })).toEqual({ kind: "resume", afterMs: 2_500 });
  });

  it("joins anew when the place is gone, and gives up in the end", () => {
    expect(nextStep({ ...lost, placeGone: true }).kind).toBe("join");
    expect(nextStep({ ...lost, attempt: 9, now: 40_000 }).kind).toBe("join");
    expect(nextStep({ ...lost, attempt: 20, now: 62_000 }).kind).toBe("give-up");
  });

  it("tries again after a long sleep", () => {
    expect(nextStep({ ...lost, attempt: 1, now: 3_600_000 }).kind).toBe("join");
  });
});

describe("verdicts", () => {
  it("ends where the room said so", () => {
    expect(afterClose("replaced", true)).toEqual({ kind: "end", reason: { kind: "replaced" } });
    expect(afterClose("left", true)).toEqual({ kind: "end", reason: { kind: "left" } });
    expect(afterClose("version_mismatch", true).kind).toBe("end");
    expect(afterClose("unauthorized", false).kind).toBe("end");
  });

  it("comes back, or joins anew where the place is gone", () => {
    expect(afterClose("lost", true)).toEqual({ kind: "retry" });
    expect(afterClose("session_expired", true)).toEqual({ kind: "join" });
    expect(afterRefusal(new CallError("session_expired", ""), true)).toEqual({ kind: "join" });
    expect(afterRefusal(new CallError("rate_limited", ""), false)).toEqual({ kind: "retry" });
  });

  it("is refused where asking again changes nothing", () => {
    expect(afterRefusal(new CallError("room_full", "Full."), true)).toEqual({
      kind: "end",
      reason: { kind: "refused", error: { code: "room_full", message: "Full." } },
    });
    expect(afterRefusal(new CallError("unauthorized", ""), false).kind).toBe("end");
  });
});
