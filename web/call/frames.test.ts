import { describe, expect, it } from "vitest";
import { packFrames } from "./frames.ts";

describe("packFrames", () => {
  it("sends what is queued as one frame", () => {
    expect(packFrames(['{"a":1}', '{"b":2}'], { chars: 100, items: 9 })).toEqual(['[{"a":1},{"b":2}]']);
    expect(packFrames([], { chars: 100, items: 9 })).toEqual([]);
  });

  it("keeps within both limits", () => {
    const items = ["1".repeat(8), "2".repeat(8), "3".repeat(8)];
    expect(packFrames(items, { chars: 19, items: 9 })).toEqual(["[11111111,22222222]", "[33333333]"]);
    for (const frame of packFrames(items, { chars: 18, items: 9 }))
      expect(frame.length).toBeLessThanOrEqual(18);
    expect(packFrames(items, { chars: 100, items: 1 })).toHaveLength(3);
  });
});
