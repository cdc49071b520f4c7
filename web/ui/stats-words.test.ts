import { describe, expect, it } from "vitest";
import {
  bitrateText,
  encryptionText,
  millisecondsText,
  pathText,
  percentText,
  routeText,
  streamTitle,
  UNKNOWN,
} from "./stats-words.ts";

describe("figures in words", () => {
  it.each([
    [undefined, UNKNOWN],
    [0, "0 kbit/s"],
    [950, "0.95 kbit/s"],
    [35_500, "35.5 kbit/s"],
    [851_000, "851 kbit/s"],
    [2_413_000, "2.41 Mbit/s"],
    [14_200_000, "14.2 Mbit/s"],
  ])("say a bitrate of %o", (value, text) => expect(bitrateText(value)).toBe(text));

  it.each([
    [undefined, UNKNOWN],
    [0, "0 %"],
    [0.002, "0.2 %"],
    [0.123, "12 %"],
    [1, "100 %"],
  ])("say a share of %o", (value, text) => expect(percentText(value)).toBe(text));

  it.each([
    [undefined, UNKNOWN],
    [0, "0 ms"],
    [1.26, "1.3 ms"],
    [42.4, "42 ms"],
  ])("say a time of %o", (value, text) => expect(millisecondsText(value)).toBe(text));

  it("say whose stream it is, and which way it takes", () => {
    expect(streamTitle(null, "screen")).toBe("Your screen");
    expect(streamTitle("Ada", "screen-audio")).toBe("Ada’s screen sound");
    const node = { kind: "node", node: { id: "fra-1", region: "eu-central" } } as const;
    expect(routeText(node, undefined)).toBe("Node fra-1, eu-central");
    expect(routeText({ kind: "direct" }, { relayed: true })).toBe("Direct, by relay");
  });

  it("say how packets travel, as far as it is known", () => {
    expect(pathText({ protocol: "udp", local: "host", remote: "srflx" })).toBe("UDP, host to srflx");
    expect(pathText({ protocol: "udp", relayProtocol: "tls", local: "relay", remote: "host" })).toBe(
      "UDP, relay over TLS, relay to host",
    );
    expect(pathText({})).toBe(UNKNOWN);
    expect(encryptionText({ dtls: "DTLS 1.2", srtpCipher: "SRTP_AEAD_AES_256_GCM" })).toBe(
      "DTLS 1.2, AES 256 GCM",
    );
    expect(encryptionText({})).toBe(UNKNOWN);
  });
});
