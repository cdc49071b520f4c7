import type { types } from "mediasoup";
import type { TransportParameters } from "../../protocol/rtp.ts";

/** A transport, as a page needs it to connect. */
export function describeTransport(transport: types.WebRtcTransport): TransportParameters {
  const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
  // mediasoup offers a fingerprint for every hash, SHA-1 too; one that every browser trusts is enough.
  const fingerprints = dtlsParameters.fingerprints.filter(({ algorithm }) => algorithm === "sha-256");
  // "auto" leaves the page its usual role, the client's, in which the transport was connected.
  return { id, iceParameters, iceCandidates, dtlsParameters: { fingerprints, role: "auto" } };
}
