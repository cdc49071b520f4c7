import { ROUTER_RTP_CAPABILITIES } from "../../../protocol/codecs.ts";
import type { MediaCapabilities } from "../../../protocol/room/join.ts";
import type {
  ConsumerParameters,
  MediaKind,
  RtpParameters,
  TransportParameters,
} from "../../../protocol/rtp.ts";

const fingerprint = { algorithm: "sha-256" as const, value: Array(32).fill("AB").join(":") };

/** What a page says of itself when it joins. */
export const CAPABILITIES: MediaCapabilities = {
  rtpCapabilities: ROUTER_RTP_CAPABILITIES,
  dtlsParameters: { role: "client", fingerprints: [fingerprint] },
};

export const AUDIO: RtpParameters = {
  mid: "0",
  codecs: [{ mimeType: "audio/opus", payloadType: 100, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1_111 }],
  rtcp: { cname: "page" },
};

export const VIDEO: RtpParameters = {
  mid: "1",
  codecs: [{ mimeType: "video/VP8", payloadType: 101, clockRate: 90_000 }],
  encodings: [{ rid: "r0", scaleResolutionDownBy: 2 }, { rid: "r1" }],
  rtcp: { cname: "page" },
};

/** A transport as a node describes it. */
export function transport(): TransportParameters {
  return {
    id: crypto.randomUUID(),
    iceParameters: { usernameFragment: "fragment", password: crypto.randomUUID(), iceLite: true },
    iceCandidates: [
      {
        foundation: "udpcandidate",
        priority: 1_076_558_079,
        ip: "192.0.2.1",
        address: "192.0.2.1",
        protocol: "udp",
        port: 40_000,
        type: "host",
      },
    ],
    dtlsParameters: { role: "auto", fingerprints: [fingerprint] },
  };
}

/** A consumer as a node describes it. */
export function consumer(id: string, producerId: string, kind: MediaKind): ConsumerParameters {
  return { id, producerId, kind, rtpParameters: kind === "audio" ? AUDIO : VIDEO };
}
