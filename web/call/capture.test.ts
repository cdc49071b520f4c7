import { describe, expect, it } from "vitest";
import { deviceFault, isProcessedAs } from "./capture.ts";

const failure = (name: string, message = "") => ({ name, message });

describe("isProcessedAs", () => {
  const wanted = { echoCancellation: true, noiseSuppression: false, autoGainControl: true };

  it("compares what the browser says of a track with what was asked for", () => {
    expect(isProcessedAs({ ...wanted, sampleRate: 48_000 }, wanted)).toBe(true);
    expect(isProcessedAs({ ...wanted, noiseSuppression: true }, wanted)).toBe(false);
  });

  it("asks for nothing that the browser does not know", () => {
    expect(isProcessedAs({ echoCancellation: true }, wanted)).toBe(true);
  });
});

describe("faults", () => {
  it("names what a device failed of", () => {
    expect(deviceFault(failure("NotAllowedError"))).toBe("permission-denied");
    expect(deviceFault(failure("NotFoundError"))).toBe("no-device");
    expect(deviceFault(failure("NotReadableError"))).toBe("device-busy");
    expect(deviceFault(failure("TypeError"))).toBe("unknown");
  });
});
