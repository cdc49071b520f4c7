import { expect, it } from "vitest";
import { statsAsJson } from "./stats-copy.ts";
import type { StreamStats } from "./stats-history.ts";

function stream(key: string, participantId: string, idle?: boolean): StreamStats {
  const figures: StreamStats["figures"] = { at: 1_000, kind: "video" };
  const source = { producerId: key, participantId, source: "screen", direction: "in" } as const;
  const shown = { ...source, route: { kind: "direct" }, ...(idle === undefined ? {} : { idle }) } as const;
  return { key, stream: shown, figures, history: [figures] };
}

it("lists what flows before what is idle, each in its order, and numbers people as they come up", () => {
  const streams = [
    stream("a", "ada", true),
    stream("b", "ben"),
    stream("c", "cleo", false),
    stream("d", "ada"),
  ];
  const json = statsAsJson({ streams, quality: { level: "good" }, now: 2_000, userAgent: "test" });
  const listed: { person: number; idle: boolean }[] = JSON.parse(json).streams;
  expect(listed.map(({ person, idle }) => [person, idle])).toEqual([
    [1, false],
    [2, false],
    [3, false],
    [3, true],
  ]);
});
