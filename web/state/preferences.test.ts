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
      share: { height: 1080, frameRate: 30, content: "text", systemAudio: true },
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

  it("survives text that is not its own", () => {
    expect(parsePreferences("{")).toEqual(defaults);
    expect(parsePreferences("[1]")).toEqual(defaults);
    expect(parsePreferences("null")).toEqual(defaults);
  });
});
