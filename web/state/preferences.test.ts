import { describe, expect, it } from "vitest";
import { parsePreferences } from "./preferences.ts";

const defaults = parsePreferences(null);

describe("parsePreferences", () => {
  it("has a default for everything", () => {
    expect(defaults).toEqual({
      name: "",
      microphone: false,
      camera: false,
      microphoneId: null,
      cameraId: null,
      speakerId: null,
      blurBackground: false,
      voiceMode: "open",
      noticeMuted: true,
      voice: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      receive: { maxBitrate: null, video: true },
      share: { height: 1080, frameRate: 30, content: "text", maxBitrate: null, systemAudio: true },
    });
  });

  it("keeps what is right and replaces what is wrong", () => {
    expect(parsePreferences('{"name":"Ada","camera":"yes","share":{"height":7}}')).toEqual({
      ...defaults,
      name: "Ada",
    });
  });

  it("keeps what is right of the voice's settings", () => {
    expect(parsePreferences('{"voice":{"noiseSuppression":false,"autoGainControl":7}}').voice).toEqual({
      ...defaults.voice,
      noiseSuppression: false,
    });
  });

  it("keeps how a screen was shared before one could choose the most that it takes", () => {
    const share = { height: 2160, frameRate: 60, content: "motion", systemAudio: false };
    expect(parsePreferences(JSON.stringify({ share })).share).toEqual({ ...share, maxBitrate: null });
    const capped = { ...share, maxBitrate: 2_500_000 };
    expect(parsePreferences(JSON.stringify({ share: capped })).share).toEqual(capped);
    const odd = { ...share, maxBitrate: 7 };
    expect(parsePreferences(JSON.stringify({ share: odd })).share).toEqual({ ...share, maxBitrate: null });
  });

  it("survives text that is not its own", () => {
    expect(parsePreferences("{")).toEqual(defaults);
    expect(parsePreferences("[1]")).toEqual(defaults);
    expect(parsePreferences("null")).toEqual(defaults);
  });
});
