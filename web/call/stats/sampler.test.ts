import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Sample, Sampler, type Visibility } from "./sampler.ts";
import type { StatsSource } from "./stats-source.ts";
import { chromiumVideoIn, reading } from "./testing/reports.ts";

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = "visible";

  turn(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function stage(count: number, atOnce = 10) {
  const asked: string[] = [];
  const rounds: (readonly Sample[])[] = [];
  const sources = Array.from({ length: count }, (_, index): StatsSource => {
    const producerId = `p${index}`;
    let seconds = 0;
    return {
      producerId,
      participantId: "ada",
      source: "camera",
      direction: "in",
      route: { kind: "direct" },
      getReport: async () => {
        asked.push(producerId);
        seconds += 1;
        return reading(seconds, chromiumVideoIn(seconds)) as unknown as RTCStatsReport;
      },
    };
  });
  const page = new Page();
  const sampler = new Sampler(
    { everyMs: 1_000, atOnce, sources: () => sources, sampled: (samples) => rounds.push(samples) },
    page as unknown as Visibility,
  );
  return { sampler, page, sources, asked, rounds };
}

it("reads at intervals from its start to its stop", async () => {
  const { sampler, asked, rounds } = stage(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toEqual([]);
  sampler.start();
  await vi.advanceTimersByTimeAsync(2_500);
  expect(rounds.map((samples) => samples[0]?.figures.bitrate)).toEqual([undefined, 800_000, 800_000]);
  sampler.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(3);
});

it("asks nothing while the page is hidden, and says no rate across that time", async () => {
  const { sampler, page, asked, rounds } = stage(1);
  sampler.start();
  await vi.advanceTimersByTimeAsync(1_500);
  page.turn("hidden");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(2);
  page.turn("visible");
  await vi.advanceTimersByTimeAsync(100);
  expect(rounds).toHaveLength(3);
  expect(rounds[2]?.[0]?.figures).not.toHaveProperty("bitrate");
});

it("takes turns where there are many", async () => {
  const { sampler, asked } = stage(5, 2);
  sampler.start();
  await vi.advanceTimersByTimeAsync(2_500);
  expect(asked).toEqual(["p0", "p1", "p2", "p3", "p4", "p0"]);
});

it("leaves out what has ended", async () => {
  const { sampler, sources, rounds } = stage(2);
  sources[0] = { ...(sources[0] as StatsSource), getReport: () => Promise.reject(new Error("closed")) };
  sampler.start();
  await vi.advanceTimersByTimeAsync(100);
  expect(rounds[0]?.map(({ source }) => source.producerId)).toEqual(["p1"]);
});
