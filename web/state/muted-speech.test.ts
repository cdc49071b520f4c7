import { describe, expect, it } from "vitest";
import { MutedSpeech } from "./muted-speech.ts";

const EVERY_MS = 100;

/** The times at which somebody is told, while their level is as given. */
function toldAt(levelAt: (now: number) => number, untilMs: number): number[] {
  const speech = new MutedSpeech();
  const times = Array.from({ length: untilMs / EVERY_MS }, (_, index) => index * EVERY_MS);
  return times.filter((now) => speech.hear(levelAt(now), now));
}

describe("MutedSpeech", () => {
  it("tells who speaks on, and then leaves them alone for a minute", () => {
    expect(toldAt(() => 0.2, 70_000)).toEqual([1_200, 61_200]);
  });

  it("hears through the pauses between words", () => {
    expect(toldAt((now) => (now % 600 < 200 ? 0.2 : 0), 3_000)).toHaveLength(1);
  });

  it("says nothing of silence, of noise in the room, and of a cough", () => {
    expect(toldAt(() => 0, 10_000)).toEqual([]);
    expect(toldAt(() => 0.01, 10_000)).toEqual([]);
    expect(toldAt((now) => (now < 300 ? 0.5 : 0), 10_000)).toEqual([]);
  });

  it("begins anew after the microphone was open", () => {
    const speech = new MutedSpeech();
    speech.hear(0.2, 0);
    speech.pause();
    expect(speech.hear(0.2, 2_000)).toBe(false);
    expect(speech.hear(0.2, 3_300)).toBe(true);
  });
});
