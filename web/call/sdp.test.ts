import { expect, test } from "vitest";
import {
  isReasonable,
  withCeiling,
  withoutLayers,
  withoutStrayCodecs,
  withParameters,
  withParametersOf,
} from "./sdp.ts";

const SDP = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "a=mid:0",
  "a=rtpmap:111 opus/48000/2",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
  "a=mid:1",
  "a=rtpmap:96 VP8/90000",
  "a=rtpmap:97 rtx/90000",
  "a=fmtp:97 apt=96",
  "",
].join("\r\n");

test("parameters are added to those that a codec has, and replace them", () => {
  const sdp = withParametersOf(SDP, "opus", { stereo: 1, useinbandfec: 0 });
  expect(sdp).toBe(SDP.replace("minptime=10;useinbandfec=1", "minptime=10;useinbandfec=0;stereo=1"));
});

test("a codec without parameters gets a line of them, in the named section alone", () => {
  const sdp = withParameters(SDP, "1", "vp8", { "x-google-start-bitrate": 800 });
  expect(sdp).toBe(SDP.replace("VP8/90000\r\n", "VP8/90000\r\na=fmtp:96 x-google-start-bitrate=800\r\n"));
  expect(withParameters(SDP, "0", "vp8", { "x-google-start-bitrate": 800 })).toBe(SDP);
  expect(withParameters(SDP, "2", "vp8", { "x-google-start-bitrate": 800 })).toBe(SDP);
});

test("what is said of codecs that a section does not have is left out", () => {
  expect(withoutStrayCodecs(SDP)).toBe(SDP);
  const feedback = "a=rtcp-fb:* transport-cc\r\na=rtcp-fb:96 nack pli\r\n";
  const stray =
    "a=rtpmap:120 VP9/90000\r\na=fmtp:120 max-fs=12288\r\na=rtcp-fb:120 nack pli\r\na=rtcp-fb:111 nack\r\n";
  expect(withoutStrayCodecs(SDP + feedback + stray)).toBe(SDP + feedback);
});

test("which frame needs which is not negotiated", () => {
  const extension = "a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\r\n";
  const descriptor =
    "a=extmap:12 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension\r\n";
  expect(withoutLayers(SDP + descriptor + extension)).toBe(SDP + extension);
});

test("a ceiling comes after a picture's address, takes the place of another, and goes again", () => {
  const address = "c=IN IP4 127.0.0.1\r\n";
  const sdp = SDP.replaceAll("a=mid:", `${address}a=mid:`);
  const low = withCeiling(sdp, 900);
  expect(low).toBe(sdp.replace(`${address}a=mid:1`, `${address}b=AS:900\r\na=mid:1`));
  expect(withCeiling(low, 901)).toBe(low.replace("b=AS:900", "b=AS:901"));
  expect(withCeiling(low, null)).toBe(sdp);
  expect(withCeiling(SDP, 900)).toBe(SDP.replace("a=mid:1", "b=AS:900\r\na=mid:1"));
});

test("a description of hundreds of sections is not reasonable", () => {
  expect(isReasonable(SDP)).toBe(true);
  expect(isReasonable(SDP + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n".repeat(200))).toBe(false);
});
