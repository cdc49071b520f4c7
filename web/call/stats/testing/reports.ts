import type { Reading, Stat } from "../reading.ts";

/** A reading of these entries, as if taken at `seconds`. */
export function reading(seconds: number, ...entries: readonly Omit<Stat, "timestamp">[]): Reading {
  return new Map(
    entries.map((entry) => [String(entry.id), { timestamp: seconds * 1_000, ...entry } as Stat]),
  );
}

/** A codec, transport, pair and candidates as Chromium 156 reports them, `seconds` after the start. */
export function chromiumPath(seconds: number, changes: object = {}): Omit<Stat, "timestamp">[] {
  return [
    {
      id: "COT01_96",
      type: "codec",
      clockRate: 90_000,
      mimeType: "video/VP8",
      payloadType: 96,
      transportId: "T01",
    },
    {
      id: "T01",
      type: "transport",
      bytesReceived: 1_000 * seconds,
      bytesSent: 125_000 * seconds,
      dtlsCipher: "TLS_AES_128_GCM_SHA256",
      dtlsState: "connected",
      selectedCandidatePairId: "CP1",
      srtpCipher: "AEAD_AES_128_GCM",
      tlsVersion: "FEFD",
      ...changes,
    },
    {
      id: "CP1",
      type: "candidate-pair",
      availableOutgoingBitrate: 2_000_000,
      bytesReceived: 1_000 * seconds,
      bytesSent: 125_000 * seconds,
      currentRoundTripTime: 0.013,
      localCandidateId: "I1",
      nominated: true,
      remoteCandidateId: "I2",
      requestsSent: 2 * seconds,
      responsesReceived: 2 * seconds,
      state: "succeeded",
      transportId: "T01",
      ...changes,
    },
    { id: "CP2", type: "candidate-pair", nominated: false, state: "frozen", currentRoundTripTime: 9 },
    {
      id: "I1",
      type: "local-candidate",
      address: "192.0.2.7",
      candidateType: "host",
      port: 5,
      protocol: "udp",
    },
    {
      id: "I2",
      type: "remote-candidate",
      address: "192.0.2.1",
      candidateType: "host",
      port: 6,
      protocol: "udp",
    },
  ];
}

/** A video that is sent by Chromium: 30 frames and 1 Mbit a second. */
export function chromiumVideoOut(seconds: number, changes: object = {}): Omit<Stat, "timestamp">[] {
  return [
    {
      id: "OT01V1",
      type: "outbound-rtp",
      kind: "video",
      ssrc: 1,
      codecId: "COT01_96",
      mediaSourceId: "SV1",
      remoteId: "RIV1",
      transportId: "T01",
      active: true,
      bytesSent: 125_000 * seconds,
      packetsSent: 100 * seconds,
      retransmittedBytesSent: 1_250 * seconds,
      encoderImplementation: "libvpx",
      powerEfficientEncoder: false,
      frameWidth: 1920,
      frameHeight: 1080,
      framesEncoded: 30 * seconds,
      framesPerSecond: 30,
      keyFramesEncoded: 2,
      qpSum: 600 * seconds,
      qualityLimitationReason: "none",
      scalabilityMode: "L1T3",
      targetBitrate: 1_100_000,
      totalEncodeTime: 0.3 * seconds,
      ...changes,
    },
    {
      id: "RIV1",
      type: "remote-inbound-rtp",
      kind: "video",
      ssrc: 1,
      jitter: 0.004,
      packetsLost: 0,
      fractionLost: 0.0625,
      roundTripTime: 0.042,
    },
    { id: "SV1", type: "media-source", kind: "video", width: 3840, height: 2160, framesPerSecond: 30 },
  ];
}

/** A video that Chromium receives: 25 frames and 800 kbit a second. */
export function chromiumVideoIn(seconds: number, changes: object = {}): Omit<Stat, "timestamp"> {
  return {
    id: "IT01V1",
    type: "inbound-rtp",
    kind: "video",
    ssrc: 1,
    codecId: "COT01_96",
    bytesReceived: 100_000 * seconds,
    packetsReceived: 95 * seconds,
    packetsLost: 5 * seconds,
    jitter: 0.005,
    decoderImplementation: "libvpx",
    powerEfficientDecoder: false,
    frameWidth: 1280,
    frameHeight: 720,
    framesReceived: 25 * seconds,
    framesDecoded: 25 * seconds,
    framesDropped: 0,
    framesPerSecond: 25,
    freezeCount: 0,
    totalFreezesDuration: 0,
    jitterBufferDelay: 2 * seconds,
    jitterBufferEmittedCount: 25 * seconds,
    keyFramesDecoded: 1,
    qpSum: 400 * seconds,
    totalDecodeTime: 0.05 * seconds,
    ...changes,
  };
}

/** A voice that Chromium receives. */
export function chromiumAudioIn(seconds: number, changes: object = {}): Omit<Stat, "timestamp"> {
  return {
    id: "IT01A1",
    type: "inbound-rtp",
    kind: "audio",
    ssrc: 2,
    bytesReceived: 4_000 * seconds,
    packetsReceived: 50 * seconds,
    packetsLost: 0,
    jitter: 0.002,
    concealedSamples: 0,
    silentConcealedSamples: 0,
    totalSamplesReceived: 48_000 * seconds,
    jitterBufferDelay: 2_880 * seconds,
    jitterBufferEmittedCount: 48_000 * seconds,
    ...changes,
  };
}
