import { describe, expect, it } from "vitest";
import { ROUTER_RTP_CAPABILITIES } from "./codecs.ts";
import type { RtpCapabilities } from "./rtp.ts";
import { decodedBy, VIDEO_CODECS } from "./video-codecs.ts";

type Codec = RtpCapabilities["codecs"][number];

const video = (mimeType: string, parameters?: Codec["parameters"]): Codec => ({
  kind: "video",
  mimeType,
  clockRate: 90_000,
  preferredPayloadType: 96,
  ...(parameters === undefined ? {} : { parameters }),
});
const decoded = (...codecs: Codec[]) => decodedBy({ codecs, headerExtensions: [] });

describe("decodedBy", () => {
  it("finds all that a router offers, best first, and nothing where there is nothing", () => {
    expect(decodedBy(ROUTER_RTP_CAPABILITIES)).toEqual(VIDEO_CODECS);
    expect(decoded()).toEqual([]);
  });

  it("takes the variants that the router has, however they are written", () => {
    expect(decoded(video("video/vp8"), video("VIDEO/AV1"))).toEqual(["av1", "vp8"]);
    expect(decoded(video("video/VP9"))).toEqual(["vp9"]);
    expect(decoded(video("video/VP9", { "profile-id": 2 }))).toEqual([]);
    const h264 = (profile: string, mode: number) =>
      decoded(video("video/H264", { "profile-level-id": profile, "packetization-mode": mode }));
    expect(h264("42e01f", 1)).toEqual(["h264"]);
    expect(h264("42C034", 1)).toEqual(["h264"]);
    expect(h264("42e01f", 0)).toEqual([]);
    expect(h264("42001f", 1)).toEqual([]);
    expect(h264("640c1f", 1)).toEqual([]);
  });

  it("finds nothing in what was made up", () => {
    const absurd = [
      { ...video("video/VP8"), kind: "audio" as const },
      { ...video("video/VP8"), clockRate: 48_000 },
      { ...video("video/VP8"), channels: 8 },
      video("audio/VP8"),
      video("video/constructor"),
      video("video/__proto__", { "profile-id": "0" }),
      video("video/VP9", { "profile-id": true }),
      video("video/H264", { "packetization-mode": "1", "profile-level-id": 42 }),
      video("video/H264", { "packetization-mode": 1, "profile-level-id": false }),
      video("video/rtx", { apt: 96 }),
    ];
    expect(decoded(...absurd)).toEqual([]);
  });
});
