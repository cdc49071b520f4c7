import { expect, it } from "vitest";
import { answerOf } from "./probe-answer.ts";

it("says what a browser needs to begin with ICE, and where", () => {
  const candidate = { foundation: "host", priority: 7, ip: "192.0.2.1", address: "192.0.2.1", port: 44_400 };
  const sdp = answerOf({
    iceParameters: { usernameFragment: "frag", password: "word", iceLite: true },
    iceCandidates: [
      { ...candidate, protocol: "udp", type: "host" },
      { ...candidate, address: "2001:db8::1", protocol: "tcp", type: "host", tcpType: "passive" },
    ],
    dtlsParameters: { fingerprints: [{ algorithm: "sha-256", value: "AB:CD" }] },
  });
  expect(sdp.split("\r\n")).toEqual(
    expect.arrayContaining([
      "a=ice-lite",
      "a=ice-ufrag:frag",
      "a=ice-pwd:word",
      "a=fingerprint:sha-256 AB:CD",
      "a=candidate:host 1 udp 7 192.0.2.1 44400 typ host",
      "a=candidate:host 1 tcp 7 2001:db8::1 44400 typ host tcptype passive",
    ]),
  );
  expect(sdp.endsWith("\r\n")).toBe(true);
});
