import { randomInt, randomUUID } from "node:crypto";
import { Frames, KEY_FRAME_REQUEST_DELAY_MS } from "../media/frames.ts";
import type { RouterPlace } from "../media/media-worker.ts";
import type { LayeredProducer } from "../media/participant-media.ts";
import { produce } from "./fixtures.ts";

const LADDER = { scales: [1], temporalLayers: 1, source: null };

/** A picture whose packets the test sends by itself, each of them a key frame. */
export class Picture {
  readonly producer: LayeredProducer;
  readonly #ssrc: number;
  #sequence = randomInt(0x1000);

  private constructor(producer: LayeredProducer, ssrc: number) {
    this.producer = producer;
    this.#ssrc = ssrc;
  }

  static async begin(router: RouterPlace["router"]): Promise<Picture> {
    const transport = await router.createDirectTransport();
    const { kind, rtpParameters } = produce("ann");
    const producer: LayeredProducer = await transport.produce({
      id: randomUUID(),
      kind,
      rtpParameters,
      keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY_MS,
      appData: { ladder: LADDER, frames: new Frames() },
    });
    return new Picture(producer, rtpParameters.encodings[0]?.ssrc ?? 0);
  }

  /** Sends a frame: an RTP packet (RFC 3550) with the first bytes of a VP8 key frame (RFC 7741). */
  send(): void {
    this.#sequence += 1;
    const header = Buffer.alloc(12);
    header.writeUInt8(0x80, 0);
    header.writeUInt8(0x80 | 96, 1);
    header.writeUInt16BE(this.#sequence, 2);
    header.writeUInt32BE(this.#sequence * 3_000, 4);
    header.writeUInt32BE(this.#ssrc, 8);
    this.producer.send(Buffer.concat([header, Buffer.from([0x10, 0x00, 0x00, 0x00, 0x9d, 0x01, 0x2a])]));
  }
}
