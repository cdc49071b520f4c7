import type { Probe } from "../../../protocol/probes.ts";

/**
 * What a node would answer to an offer of one data channel (RFC 8866, RFC 8839), so that the browser begins with ICE. The rest of
 * the handshake comes to nothing, and need not.
 */
export function answerOf({ iceParameters, iceCandidates, dtlsParameters }: Probe): string {
  const lines = [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "a=ice-lite",
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    "c=IN IP4 127.0.0.1",
    "a=mid:0",
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    ...dtlsParameters.fingerprints.map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
    "a=setup:passive",
    "a=sctp-port:5000",
    ...iceCandidates.map(
      ({ foundation, protocol, priority, address, port, type, tcpType }) =>
        `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ ${type}${tcpType ? ` tcptype ${tcpType}` : ""}`,
    ),
    "a=end-of-candidates",
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}
