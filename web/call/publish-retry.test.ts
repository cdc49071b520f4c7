import { describe, expect, it } from "vitest";
import { compareStreams, publishAgainMs, worthRepublishing } from "./publish-retry.ts";

describe("publishAgainMs", () => {
  it("waits for what passes by itself, for a while", () => {
    expect(publishAgainMs("media_unavailable", 2_000, 1)).toBe(2_000);
    expect(publishAgainMs("duplicate_producer", undefined, 1)).toBe(1_000);
    expect(publishAgainMs("media_unavailable", 2_000, 8)).toBeNull();
    expect(publishAgainMs("forbidden", undefined, 1)).toBeNull();
  });
});

describe("worthRepublishing", () => {
  it("gives up a stream that is lost again and again", () => {
    expect(worthRepublishing([1, 2, 3], 3)).toBe(true);
    expect(worthRepublishing([1, 2, 3, 4], 4)).toBe(false);
    expect(worthRepublishing([1, 2, 3, 90_000], 90_000)).toBe(true);
  });
});

describe("compareStreams", () => {
  it("says what the room must be told", () => {
    const here = [
      { producerId: "new", paused: false },
      { producerId: "muted", paused: true },
      { producerId: "same", paused: false },
    ];
    const room = [
      { producerId: "muted", paused: false },
      { producerId: "same", paused: false },
      { producerId: "stopped", paused: false },
    ];
    expect(compareStreams(here, room)).toEqual({
      publish: ["new"],
      unpublish: ["stopped"],
      setPaused: [{ producerId: "muted", paused: true }],
    });
  });
});
