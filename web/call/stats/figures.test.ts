import { describe, expect, it } from "vitest";
import { figuresOf } from "./figures.ts";
import {
  chromiumAudioIn,
  chromiumPath,
  chromiumVideoIn,
  chromiumVideoOut,
  reading,
} from "./testing/reports.ts";

describe("a video that Chromium sends", () => {
  const at = (seconds: number, changes = {}) =>
    reading(seconds, ...chromiumVideoOut(seconds, changes), ...chromiumPath(seconds));

  it("has figures over the time between two readings", () => {
    expect(figuresOf(at(10), at(12), "out")).toEqual({
      at: 12_000,
      kind: "video",
      codec: "VP8",
      scalability: "L1T3",
      bitrate: 1_000_000,
      retransmitted: 10_000,
      target: 1_100_000,
      width: 1920,
      height: 1080,
      frameRate: 30,
      captured: { width: 3840, height: 2160, frameRate: 30 },
      loss: 0.0625,
      jitter: 4,
      roundTrip: 42,
      keyFrames: 2,
      limitation: "none",
      implementation: "libvpx",
      efficient: false,
      codecTime: expect.closeTo(10),
      quantizer: 20,
      path: {
        local: "host",
        remote: "host",
        protocol: "udp",
        relayed: false,
        roundTrip: 13,
        answered: true,
        sending: 1_000_000,
        receiving: 8_000,
        availableUp: 2_000_000,
        dtls: "DTLS 1.2",
        srtpCipher: "AEAD_AES_128_GCM",
      },
    });
  });

  it("has no rates at the first reading, nor when its counters begin anew", () => {
    const first = figuresOf(null, at(10), "out");
    expect(first).toMatchObject({ codec: "VP8", width: 1920, frameRate: 30 });
    expect(first).not.toHaveProperty("bitrate");
    expect(first).not.toHaveProperty("codecTime");
    expect(figuresOf(at(10), at(12, { bytesSent: 5 }), "out")).not.toHaveProperty("bitrate");
  });

  it("is the sum of its encodings, and as large as the largest that is sent", () => {
    const layers = (seconds: number) =>
      reading(
        seconds,
        ...chromiumPath(seconds),
        ...chromiumVideoOut(seconds, { id: "H", rid: "h", active: false, bytesSent: 0 }),
        ...chromiumVideoOut(seconds, { id: "L", rid: "l", ssrc: 3, frameWidth: 480, frameHeight: 270 }),
        ...chromiumVideoOut(seconds, { id: "M", rid: "m", ssrc: 4, frameWidth: 960, frameHeight: 540 }),
      );
    const figures = figuresOf(layers(1), layers(2), "out");
    expect(figures).toMatchObject({ bitrate: 2_000_000, width: 960, height: 540 });
    expect(figures?.layers?.map(({ rid, active, bitrate }) => [rid, active, bitrate])).toEqual([
      ["l", true, 1_000_000],
      ["m", true, 1_000_000],
      ["h", false, 0],
    ]);
  });

  it("has a loss of what was lost of what was sent where the browser says no fraction", () => {
    const lossy = (seconds: number) =>
      reading(seconds, ...chromiumVideoOut(seconds).filter(({ type }) => type === "outbound-rtp"), {
        id: "RIV1",
        type: "remote-inbound-rtp",
        packetsLost: 10 * seconds,
      });
    expect(figuresOf(lossy(1), lossy(3), "out")?.loss).toBe(0.1);
  });
});

describe("what Chromium receives", () => {
  it("has the figures of a video", () => {
    const at = (seconds: number, changes = {}) =>
      reading(seconds, chromiumVideoIn(seconds, changes), ...chromiumPath(seconds));
    const after = at(14, { framesDropped: 10, freezeCount: 2, totalFreezesDuration: 1 });
    expect(figuresOf(at(10), after, "in")).toMatchObject({
      bitrate: 800_000,
      frameRate: 25,
      loss: 0.05,
      jitter: 5,
      roundTrip: 13,
      jitterBuffer: 80,
      dropped: 0.1,
      frozen: 0.25,
      freezes: 2,
      keyFrames: 1,
      implementation: "libvpx",
      codecTime: expect.closeTo(2),
      quantizer: 16,
    });
  });

  it("counts of a voice what was made up, but not made-up silence", () => {
    const before = reading(1, chromiumAudioIn(1));
    const after = reading(2, chromiumAudioIn(2, { concealedSamples: 12_000, silentConcealedSamples: 7_200 }));
    expect(figuresOf(before, after, "in")).toMatchObject({
      kind: "audio",
      bitrate: 32_000,
      concealed: 0.1,
      jitterBuffer: 60,
    });
  });

  it("does not lose a negative number of packets when doubled ones come", () => {
    const before = reading(1, chromiumVideoIn(1, { packetsLost: 3 }));
    const after = reading(2, chromiumVideoIn(2, { packetsLost: 2 }));
    expect(figuresOf(before, after, "in")?.loss ?? 0).toBe(0);
  });
});

describe("browsers that say less", () => {
  /** Firefox: no transport, no codec link, no freezes; the pair is marked as selected. */
  const firefox = (seconds: number) =>
    reading(
      seconds,
      {
        id: "in",
        type: "inbound-rtp",
        kind: "video",
        ssrc: 1,
        bytesReceived: 50_000 * seconds,
        packetsReceived: 100 * seconds,
        packetsLost: 0,
        jitter: 0.001,
        framesDecoded: 15 * seconds,
        frameWidth: 640,
        frameHeight: 360,
      },
      {
        id: "pair",
        type: "candidate-pair",
        selected: true,
        nominated: true,
        state: "succeeded",
        localCandidateId: "l",
        remoteCandidateId: "r",
        bytesReceived: 60_000 * seconds,
        bytesSent: 10 * seconds,
      },
      { id: "l", type: "local-candidate", candidateType: "relay", protocol: "udp", relayProtocol: "tls" },
      { id: "r", type: "remote-candidate", candidateType: "host", protocol: "udp" },
    );

  it("are shown what they say, and the rest is absent", () => {
    expect(figuresOf(firefox(1), firefox(2), "in")).toEqual({
      at: 2_000,
      kind: "video",
      bitrate: 400_000,
      width: 640,
      height: 360,
      frameRate: 15,
      loss: 0,
      jitter: 1,
      path: {
        local: "relay",
        remote: "host",
        protocol: "udp",
        relayProtocol: "tls",
        relayed: true,
        answered: true,
        sending: 80,
        receiving: 480_000,
      },
    });
  });

  it("have no figures of a stream without an entry, and no path without a pair", () => {
    expect(figuresOf(null, reading(1), "in")).toBeNull();
    const safari = reading(1, { id: "out", type: "outbound-rtp", kind: "audio", bytesSent: 10 });
    expect(figuresOf(null, safari, "out")).toEqual({ at: 1_000, kind: "audio" });
  });

  it("never make a figure that is no number", () => {
    const odd = (seconds: number) =>
      reading(seconds, chromiumVideoIn(1, { jitter: Number.NaN, qpSum: "7", framesPerSecond: null }));
    const numbers = Object.values(figuresOf(odd(1), odd(1), "in") ?? {}).filter(
      (value) => typeof value === "number",
    );
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(figuresOf(odd(1), odd(1), "in")).not.toHaveProperty("jitter");
  });
});

describe("a path", () => {
  it("is silent where checks go out and nothing comes back", () => {
    const at = (seconds: number, requestsSent: number) =>
      reading(
        seconds,
        ...chromiumVideoOut(seconds),
        ...chromiumPath(seconds, { bytesReceived: 77, responsesReceived: 3, requestsSent }),
      );
    expect(figuresOf(at(1, 4), at(4, 6), "out")?.path?.answered).toBe(false);
    // The answer to one may still be on its way.
    expect(figuresOf(at(1, 4), at(4, 5), "out")?.path).not.toHaveProperty("answered");
  });
});
