import type { types } from "mediasoup-client";
import { expect, test } from "vitest";
import { ROUTER_RTP_CAPABILITIES } from "../../protocol/codecs.ts";
import { sdpWithoutSoundFeedback, TRANSPORT_WIDE_FEEDBACK, withoutSoundFeedback } from "./sound-feedback.ts";

test("a router takes feedback on pictures alone, and all else as it is", () => {
  const before = ROUTER_RTP_CAPABILITIES as types.RtpCapabilities;
  const after = withoutSoundFeedback(before);
  const missing = before.headerExtensions?.filter((each) => !after.headerExtensions?.includes(each));
  // A router sends sound without it anyway, so nothing changes of what a page receives.
  expect(missing).toMatchObject([{ kind: "audio", uri: TRANSPORT_WIDE_FEEDBACK, direction: "recvonly" }]);
  expect(after.codecs).toBe(before.codecs);
});

test("a description asks for feedback on pictures alone", () => {
  const feedback = (id: number, format: number) => [
    `a=extmap:${id} ${TRANSPORT_WIDE_FEEDBACK}`,
    `a=rtcp-fb:${format} transport-cc`,
  ];
  const sound = ["m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0", "a=rtcp-fb:111 nack"];
  const picture = ["m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:1", ...feedback(3, 96), ""];
  const sdp = ["v=0", ...sound, ...feedback(3, 111), ...picture].join("\r\n");
  expect(sdpWithoutSoundFeedback(sdp)).toBe(["v=0", ...sound, ...picture].join("\r\n"));
});
