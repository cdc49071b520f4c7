import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { chromiumPath, chromiumVideoOut, reading } from "../stats/testing/reports.ts";
import { watchUplink } from "./uplink-watch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A sender of 1 Mbit/s whose browser says that bandwidth limits it, on a path with room for this many bit/s. */
function held(availableOutgoingBitrate: number) {
  let seconds = 0;
  const getStats = async () => {
    seconds += 2;
    const video = chromiumVideoOut(seconds, { qualityLimitationReason: "bandwidth" });
    return reading(seconds, ...chromiumPath(seconds, { availableOutgoingBitrate }), ...video);
  };
  return [{ getStats }];
}

/** What is said of these senders within half a minute. */
async function said(...senders: ReturnType<typeof held>[]): Promise<string[]> {
  const reasons: string[] = [];
  const stop = watchUplink(
    () => senders,
    (reason) => reasons.push(reason),
  );
  await vi.advanceTimersByTimeAsync(30_000);
  stop();
  return reasons;
}

it("leaves a room where it is whose pictures are only at our own limit", async () => {
  expect(await said(held(3_000_000), held(3_000_000))).toEqual([]);
});

it("tells that a way out is full, where there are two to send to", async () => {
  expect(await said(held(3_000_000), held(1_000_000))).toContain("uplink");
  expect(await said(held(1_000_000))).toEqual([]);
});
