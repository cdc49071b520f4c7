import { expect, it } from "vitest";
import type { Figures } from "../call/stats/figures.ts";
import type { Sample } from "../call/stats/sampler.ts";
import { statsAsJson } from "./stats-copy.ts";
import { type StreamStats, withSamples } from "./stats-history.ts";

function sample(seconds: number, participantId = "0b1e4b5c-ada", figures: Partial<Figures> = {}): Sample {
  return {
    key: `in/${participantId}`,
    source: {
      producerId: "4f7a-producer",
      participantId,
      source: "camera",
      direction: "in",
      route: { kind: "node", node: { id: "fra-1", region: "eu-central" } },
      getReport: () => Promise.reject(new Error("not here")),
    },
    figures: { at: seconds * 1_000, kind: "video", bitrate: 1_000.4 * seconds, ...figures },
  };
}

const after = (...rounds: Sample[][]) =>
  rounds.reduce<StreamStats[]>((streams, samples) => withSamples(streams, samples), []);

it("keeps the last minute of each stream, for as long as it is there", () => {
  const rounds = Array.from({ length: 90 }, (_, index) => [sample(index)]);
  const [stats] = after(...rounds);
  expect(stats?.history).toHaveLength(60);
  expect(stats?.history.at(-1)).toBe(stats?.figures);
  expect(after(...rounds, [])).toEqual([]);
});

it("copies figures without anybody's id", () => {
  const streams = after([sample(1)], [sample(2, undefined, { loss: 0.01234567 }), sample(2, "77aa-ben")]);
  const text = statsAsJson({
    streams,
    quality: { level: "fair", cause: "loss" },
    now: 3_000,
    userAgent: "Browser/1",
  });
  const copy = JSON.parse(text);
  expect(copy).toMatchObject({ userAgent: "Browser/1", quality: { level: "fair", cause: "loss" } });
  expect(copy.streams.map(({ person }: { person: number }) => person)).toEqual([1, 2]);
  expect(copy.streams[0]).toMatchObject({
    direction: "in",
    source: "camera",
    route: { kind: "node", node: { id: "fra-1", region: "eu-central" } },
    now: { kind: "video", bitrate: 2_001, loss: 0.012 },
    samples: { secondsAgo: [2, 1], bitrate: [1_000, 2_001], loss: [null, 0.012] },
  });
  expect(text).not.toMatch(/ada|ben|producer/);
});
