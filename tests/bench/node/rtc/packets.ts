import { randomBytes } from "node:crypto";
import { RtpHeader } from "werift";
import type { RtpParameters } from "../../../../protocol/rtp.ts";

const PAYLOAD_TYPE = 96;
/** With RTP's header, what mediasoup adds and SRTP's tag, a datagram of some 1,200 bytes, which is what browsers make. */
const PAYLOAD_BYTES = 1_140;
/** The first byte of a VP8 payload descriptor (RFC 7741): whether a partition begins here. */
const BEGINS = 0x10;
/** The lowest bit of a VP8 frame's first byte: not a key frame. */
const DELTA = 0x01;

/** A made-up VP8 stream: descriptors and the key frame's bit are right, because the node reads those; the rest is noise. */
export class SyntheticPicture {
  readonly ssrc: number;
  readonly #noise = randomBytes(PAYLOAD_BYTES);
  #sequence = 0;

  constructor(ssrc: number) {
    this.ssrc = ssrc;
  }

  /**
   * One frame's packets, the last one marked.
   *
   * @param timestamp by which they are known again: it goes through nodes as it is
   */
  frame(packets: number, timestamp: number, isKey: boolean): { header: RtpHeader; payload: Buffer }[] {
    return Array.from({ length: packets }, (_, index) => {
      const payload = Buffer.from(this.#noise);
      payload[0] = index === 0 ? BEGINS : 0;
      payload[1] = isKey && index === 0 ? 0 : DELTA;
      const header = new RtpHeader({
        payloadType: PAYLOAD_TYPE,
        sequenceNumber: this.#sequence++ & 0xffff,
        timestamp,
        ssrc: this.ssrc,
        marker: index === packets - 1,
      });
      return { header, payload };
    });
  }

  /** What its sender says of it. */
  get rtpParameters(): RtpParameters {
    return {
      codecs: [
        {
          mimeType: "video/VP8",
          payloadType: PAYLOAD_TYPE,
          clockRate: 90_000,
          rtcpFeedback: [
            { type: "nack", parameter: "" },
            { type: "nack", parameter: "pli" },
            { type: "transport-cc", parameter: "" },
          ],
        },
        {
          mimeType: "video/rtx",
          payloadType: PAYLOAD_TYPE + 1,
          clockRate: 90_000,
          parameters: { apt: PAYLOAD_TYPE },
        },
      ],
      encodings: [{ ssrc: this.ssrc, rtx: { ssrc: this.ssrc + 1 } }],
      rtcp: { cname: `picture-${this.ssrc}` },
    };
  }
}

/** Of an RTP packet: which stream, and when by the sender's clock. */
export function ssrcOf(packet: Buffer): number {
  return packet.readUInt32BE(8);
}

export function timestampOf(packet: Buffer): number {
  return packet.readUInt32BE(4);
}
