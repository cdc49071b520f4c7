import { describe, expect, it } from "vitest";
import { screenFault, screenRequest } from "./capture-screen.ts";

describe("screenRequest", () => {
  it("scales larger screens down to what was chosen", () => {
    const request = screenRequest({
      height: 1440,
      frameRate: 60,
      content: "motion",
      maxBitrate: null,
      systemAudio: false,
    });
    expect(request.video).toEqual({
      width: { ideal: 2560, max: 2560 },
      height: { ideal: 1440, max: 1440 },
      frameRate: { ideal: 60, max: 60 },
    });
    expect(request).toMatchObject({ audio: false, systemAudio: "exclude" });
  });

  it("asks for system sound without the call's own", () => {
    const request = screenRequest({
      height: 1080,
      frameRate: 30,
      content: "text",
      maxBitrate: null,
      systemAudio: true,
    });
    expect(request.audio).toMatchObject({ restrictOwnAudio: true, suppressLocalAudioPlayback: false });
    expect(request).toMatchObject({ systemAudio: "include", windowAudio: "window" });
  });
});

const failure = (name: string, message = "") => ({ name, message });

it("tells a closed picker from a refusal", () => {
  expect(screenFault(failure("NotAllowedError", "Permission denied by user"))).toBe("cancelled");
  expect(screenFault(failure("NotAllowedError", "Permission denied by system"))).toBe("permission-denied");
  expect(screenFault(failure("NotReadableError"))).toBe("device-busy");
});
