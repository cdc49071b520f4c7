import type { types } from "mediasoup-client";
import { expect, test } from "vitest";
import { ROUTER_RTP_CAPABILITIES } from "../../protocol/codecs.ts";
import { TRANSPORT_WIDE_FEEDBACK, withoutSoundFeedback } from "./sound-feedback.ts";

test("a router takes feedback on pictures alone, and all else as it is", () => {
  const before = ROUTER_RTP_CAPABILITIES as types.RtpCapabilities;
  const after = withoutSoundFeedback(before);
  const missing = before.headerExtensions?.filter((each) => !after.headerExtensions?.includes(each));
  // A router sends sound without it anyway, so nothing changes of what a page receives.
  expect(missing).toMatchObject([{ kind: "audio", uri: TRANSPORT_WIDE_FEEDBACK, direction: "recvonly" }]);
  expect(after.codecs).toBe(before.codecs);
});
