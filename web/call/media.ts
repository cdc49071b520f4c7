import { Device, type types } from "mediasoup-client";
import * as v from "valibot";
import { ROUTER_RTP_CAPABILITIES } from "../../protocol/codecs.ts";
import type { MediaCapabilities } from "../../protocol/room/join.ts";
import { mediaCapabilitiesSchema } from "../../protocol/room/join.ts";
import type { TransportParameters } from "../../protocol/rtp.ts";
import { withoutSoundFeedback } from "./sound-feedback.ts";

/** What the page has ready before it joins, so that the join itself is one round trip. */
export interface PreparedMedia {
  readonly device: Device;
  readonly certificate: RTCCertificate;
  readonly capabilities: MediaCapabilities;
}

let prepared: Promise<PreparedMedia> | null = null;

/** Loads the device and makes the certificate, once a page. Rejects where the browser has no WebRTC. */
export function prepareMedia(): Promise<PreparedMedia> {
  prepared ??= prepare().catch((error: unknown) => {
    prepared = null;
    throw error;
  });
  return prepared;
}

async function prepare(): Promise<PreparedMedia> {
  const [device, certificate] = await Promise.all([
    loadDevice(),
    RTCPeerConnection.generateCertificate({ name: "ECDSA", namedCurve: "P-256" } as AlgorithmIdentifier),
  ]);
  // Parsed, because mediasoup-client's types promise less than the wire asks for.
  const capabilities = v.parse(mediaCapabilitiesSchema, {
    rtpCapabilities: device.recvRtpCapabilities,
    dtlsParameters: { role: "client", fingerprints: await fingerprintsOf(certificate) },
  });
  return { device, certificate, capabilities };
}

async function loadDevice(): Promise<Device> {
  const device = await Device.factory();
  const router = ROUTER_RTP_CAPABILITIES as types.RtpCapabilities;
  await device.load({ routerRtpCapabilities: withoutSoundFeedback(router) });
  return device;
}

/** The certificate's fingerprints, in upper case as mediasoup wants them. */
async function fingerprintsOf(certificate: RTCCertificate): Promise<{ algorithm: string; value: string }[]> {
  const direct: (() => RTCDtlsFingerprint[]) | undefined = certificate.getFingerprints;
  if (typeof direct !== "function") return fingerprintsInOffer(certificate);
  return certificate
    .getFingerprints()
    .map(({ algorithm = "", value = "" }) => ({ algorithm, value: value.toUpperCase() }));
}

/** Where a certificate cannot be asked (some Firefox), an offer that is made with it says them. */
async function fingerprintsInOffer(
  certificate: RTCCertificate,
): Promise<{ algorithm: string; value: string }[]> {
  const connection = new RTCPeerConnection({ certificates: [certificate] });
  try {
    connection.createDataChannel("");
    const { sdp = "" } = await connection.createOffer();
    const found = sdp.matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gm);
    const unique = new Map(
      [...found].map(([, algorithm = "", value = ""]) => [algorithm, value.toUpperCase()]),
    );
    return [...unique].map(([algorithm, value]) => ({ algorithm, value }));
  } finally {
    connection.close();
  }
}

/** One of the two transports of an offer; `connect` was done by the node before it made the offer. */
export function createTransport(
  { device, certificate }: PreparedMedia,
  direction: "send" | "receive",
  parameters: TransportParameters,
  iceServers: RTCIceServer[],
): types.Transport {
  const options = {
    ...parameters,
    iceServers,
    additionalSettings: { certificates: [certificate] },
  } as types.TransportOptions;
  const transport =
    direction === "send" ? device.createSendTransport(options) : device.createRecvTransport(options);
  transport.on("connect", (_, done) => done());
  return transport;
}
