import type { RtpCapabilities } from "./rtp.ts";

type Capability = RtpCapabilities["codecs"][number];

/**
 * The codecs of every room's router. Payload types are fixed, so that the capabilities below are too; each video codec's
 * retransmissions have the next one. VP8 is first because a page that does not choose sends the first.
 */
export const MEDIA_CODECS = [
  {
    kind: "audio",
    mimeType: "audio/opus",
    clockRate: 48000,
    channels: 2,
    preferredPayloadType: 100,
    parameters: {},
    rtcpFeedback: [],
  },
  {
    kind: "video",
    mimeType: "video/VP8",
    clockRate: 90000,
    preferredPayloadType: 101,
    parameters: {},
    rtcpFeedback: [],
  },
  {
    kind: "video",
    mimeType: "video/VP9",
    clockRate: 90000,
    preferredPayloadType: 103,
    parameters: { "profile-id": 0 },
    rtcpFeedback: [],
  },
  {
    kind: "video",
    mimeType: "video/H264",
    clockRate: 90000,
    preferredPayloadType: 105,
    parameters: { "level-asymmetry-allowed": 1, "packetization-mode": 1, "profile-level-id": "42e01f" },
    rtcpFeedback: [],
  },
  {
    kind: "video",
    mimeType: "video/AV1",
    clockRate: 90000,
    preferredPayloadType: 107,
    parameters: {},
    rtcpFeedback: [],
  },
] as const;

/** What mediasoup makes of a video codec: its feedback, and the codec that carries its retransmissions. */
function withRetransmission(
  mimeType: string,
  preferredPayloadType: number,
  parameters: Capability["parameters"] = {},
): Capability[] {
  return [
    {
      kind: "video",
      mimeType,
      clockRate: 90000,
      rtcpFeedback: [
        { type: "nack", parameter: "" },
        { type: "nack", parameter: "pli" },
        { type: "ccm", parameter: "fir" },
        { type: "goog-remb", parameter: "" },
        { type: "transport-cc", parameter: "" },
      ],
      parameters,
      preferredPayloadType,
    },
    {
      kind: "video",
      mimeType: "video/rtx",
      preferredPayloadType: preferredPayloadType + 1,
      clockRate: 90000,
      parameters: { apt: preferredPayloadType },
      rtcpFeedback: [],
    },
  ];
}

/**
 * What mediasoup's router offers for MEDIA_CODECS: known before joining, so the page loads its device while the person
 * still looks at the pre-join screen. `sfu-node/media/router.test.ts` compares it with a real router's.
 */
export const ROUTER_RTP_CAPABILITIES: RtpCapabilities = {
  codecs: [
    {
      kind: "audio",
      mimeType: "audio/opus",
      clockRate: 48000,
      channels: 2,
      rtcpFeedback: [
        { type: "nack", parameter: "" },
        { type: "transport-cc", parameter: "" },
      ],
      parameters: {},
      preferredPayloadType: 100,
    },
    ...withRetransmission("video/VP8", 101),
    ...withRetransmission("video/VP9", 103, { "profile-id": 0 }),
    ...withRetransmission("video/H264", 105, {
      "level-asymmetry-allowed": 1,
      "packetization-mode": 1,
      "profile-level-id": "42e01f",
    }),
    ...withRetransmission("video/AV1", 107),
  ],
  headerExtensions: [
    {
      kind: "audio",
      uri: "urn:ietf:params:rtp-hdrext:sdes:mid",
      preferredId: 1,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "video",
      uri: "urn:ietf:params:rtp-hdrext:sdes:mid",
      preferredId: 1,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "video",
      uri: "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
      preferredId: 2,
      preferredEncrypt: false,
      direction: "recvonly",
    },
    {
      kind: "video",
      uri: "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
      preferredId: 3,
      preferredEncrypt: false,
      direction: "recvonly",
    },
    {
      kind: "audio",
      uri: "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
      preferredId: 4,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "video",
      uri: "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
      preferredId: 4,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "audio",
      uri: "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
      preferredId: 5,
      preferredEncrypt: false,
      direction: "recvonly",
    },
    {
      kind: "video",
      uri: "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
      preferredId: 5,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "audio",
      uri: "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
      preferredId: 6,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "video",
      uri: "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
      preferredId: 7,
      preferredEncrypt: false,
      direction: "recvonly",
    },
    {
      kind: "video",
      uri: "urn:3gpp:video-orientation",
      preferredId: 8,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "video",
      uri: "urn:ietf:params:rtp-hdrext:toffset",
      preferredId: 9,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "audio",
      uri: "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time",
      preferredId: 10,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "video",
      uri: "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time",
      preferredId: 10,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "audio",
      uri: "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
      preferredId: 11,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "video",
      uri: "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
      preferredId: 11,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "audio",
      uri: "urn:mediasoup:params:rtp-hdrext:packet-id",
      preferredId: 12,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
    {
      kind: "video",
      uri: "urn:mediasoup:params:rtp-hdrext:packet-id",
      preferredId: 12,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
  ],
};
