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
      share: { height: 1080, frameRate: 30, content: "text", systemAudio: true },
    });
  });

  it("keeps what is right and replaces what is wrong", () => {
    expect(parsePreferences('{"name":"Ada","camera":"yes","share":{"height":7}}')).toEqual({
      ...defaults,
      name: "Ada",
    });
  });

  it("survives text that is not its own", () => {
    expect(parsePreferences("{")).toEqual(defaults);
    expect(parsePreferences("[1]")).toEqual(defaults);
    expect(parsePreferences("null")).toEqual(defaults);
  });
});
