import type { types } from "mediasoup-client";
import * as v from "valibot";
import type { Source } from "../../protocol/room/producers.ts";
import { type RtpParameters, rtpParametersSchema } from "../../protocol/rtp.ts";
import type { AudioSettings, VideoSettings } from "./encodings.ts";
import type { LocalStream } from "./types.ts";
import { randomUuid } from "./uuid.ts";

/** How a track is sent. */
export type SendSettings = { video: VideoSettings } | { audio: AudioSettings };

/** One track of one's own that is, or is to be, sent. It outlives transports; each gives it another producer id. */
export class Publication {
  readonly key = randomUuid();
  readonly group: string;
  readonly source: Source;
  readonly settings: SendSettings;
  producerId: string = randomUuid();
  track: MediaStreamTrack;
  paused = false;
  producer: types.Producer | null = null;
  /** Of the current producer id: what the room is told, once the browser has made it. */
  rtpParameters: RtpParameters | null = null;
  /** Refusals of the current producer id. */
  refusals = 0;
  /** When the media node lost it. */
  readonly losses: number[] = [];
  closed = false;

  constructor(source: Source, track: MediaStreamTrack, settings: SendSettings, group: string) {
    this.source = source;
    this.track = track;
    this.settings = settings;
    this.group = group;
  }

  /** What the page shows of it. */
  describe(): LocalStream {
    const { key, group, producerId, source, paused, track } = this;
    return { key, group, producerId, source, paused, track };
  }

  /** Takes leave of the current producer, so that another can be made. */
  renew(): void {
    this.producer?.close();
    this.producer = null;
    this.rtpParameters = null;
    this.refusals = 0;
    this.producerId = randomUuid();
  }

  /**
   * Has the transport send the track. `publish` is called as soon as the browser has said how; nothing waits for the
   * room. Nothing happens where the stream has been closed or renewed meanwhile.
   */
  async produceOn(transport: types.Transport, publish: () => void): Promise<void> {
    const { producerId } = this;
    const current = () => !this.closed && this.producerId === producerId;
    const producer = await transport.produce({
      ...this.#options(),
      track: this.track,
      // The track outlives its transports, and `enabled` is ours to set.
      stopTracks: false,
      disableTrackOnPause: false,
      appData: {
        producerId,
        onRtpParameters: (rtpParameters: unknown) => {
          if (!current()) return;
          // Parsed, because mediasoup-client's types promise less than the wire asks for.
          this.rtpParameters = v.parse(rtpParametersSchema, rtpParameters);
          publish();
        },
      },
    });
    if (!current()) return producer.close();
    this.producer = producer;
    // The device was changed meanwhile.
    if (producer.track !== this.track) await producer.replaceTrack({ track: this.track });
    if ("video" in this.settings) await preferToDegrade(producer, this.settings.video);
  }

  #options(): types.ProducerOptions {
    if ("audio" in this.settings) return { codecOptions: this.settings.audio };
    const { maxBitrate, maxFramerate, startBitrate } = this.settings.video;
    return {
      encodings: [{ maxBitrate, maxFramerate }],
      codecOptions: { videoGoogleStartBitrate: startBitrate },
    };
  }
}

/** Answers a send transport's `produce` by itself: the producer's id is the page's own. */
export function acknowledgeProduce(transport: types.Transport): void {
  transport.on("produce", ({ rtpParameters, appData }, done, fail) => {
    const { producerId, onRtpParameters } = appData;
    try {
      (onRtpParameters as (rtpParameters: unknown) => void)(rtpParameters);
      done({ id: producerId as string });
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** What the browser gives up first when it cannot send all. */
async function preferToDegrade(producer: types.Producer, settings: VideoSettings): Promise<void> {
  const sender = producer.rtpSender;
  if (sender === undefined) return;
  const parameters = sender.getParameters();
  parameters.degradationPreference = settings.degradationPreference;
  // Not every browser knows it; then the content hint decides.
  await sender.setParameters(parameters).catch(() => undefined);
}
