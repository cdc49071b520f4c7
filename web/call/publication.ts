import type { types } from "mediasoup-client";
import * as v from "valibot";
import type { Source } from "../../protocol/room/producers.ts";
import { type RtpParameters, rtpParametersSchema } from "../../protocol/rtp.ts";
import type { VideoCodec } from "../../protocol/video-codecs.ts";
import type { AudioSettings, Picture, VideoPlan, VideoSettings } from "./encodings.ts";
import type { MediaProtection } from "./encryption/encryption.ts";
import type { LocalStream } from "./types.ts";
import { randomUuid } from "./uuid.ts";
import type { VideoPlanner } from "./video-planner.ts";

/** How a track is sent. */
export type SendSettings = { video: VideoSettings } | { audio: AudioSettings };

/** Something of one's own to send. Streams of one `group` end together; those of one `syncGroup` play in step. */
export interface Publishable {
  readonly source: Source;
  readonly track: MediaStreamTrack;
  readonly settings: SendSettings;
  readonly group: string;
  readonly syncGroup: string;
}

/** One track of one's own that is, or is to be, sent. It outlives transports; each gives it another producer id. */
export class Publication {
  readonly key = randomUuid();
  readonly group: string;
  readonly syncGroup: string;
  readonly source: Source;
  readonly settings: SendSettings;
  producerId: string = randomUuid();
  track: MediaStreamTrack;
  paused = false;
  /** Whether the others may draw on it: a new producer begins as the last one ended. */
  drawing = true;
  producer: types.Producer | null = null;
  /** How its picture is sent; null for sound, and before it is sent. */
  plan: VideoPlan | null = null;
  /** Codecs that this machine cannot encode its picture with in time. */
  readonly tooSlow = new Set<VideoCodec>();
  /** Of the current producer id: what the room is told, once the browser has made it. */
  rtpParameters: RtpParameters | null = null;
  /** Refusals of the current producer id. */
  refusals = 0;
  /** When the media node lost it. */
  readonly losses: number[] = [];
  closed = false;

  constructor({ source, track, settings, group, syncGroup }: Publishable) {
    this.source = source;
    this.track = track;
    this.settings = settings;
    this.group = group;
    this.syncGroup = syncGroup;
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
    this.plan = null;
    this.rtpParameters = null;
    this.refusals = 0;
    this.producerId = randomUuid();
  }

  /**
   * Has the transport send the track. `publish` is called as soon as the browser has said how; nothing waits for the
   * room. Nothing happens where the stream has been closed or renewed meanwhile.
   *
   * @throws where the browser cannot send it
   */
  async produceOn(
    transport: types.Transport,
    planner: VideoPlanner,
    protection: MediaProtection | null,
    publish: () => void,
  ): Promise<void> {
    const { producerId, source } = this;
    const current = () => !this.closed && this.producerId === producerId;
    const plan = "video" in this.settings ? await this.#planOf(planner, this.settings.video) : null;
    if (!current()) return;
    const producer = await transport.produce({
      ...this.#options(planner, plan),
      track: this.track,
      // Tells viewers what plays in step.
      streamId: this.syncGroup,
      // The track outlives its transports, and `enabled` is ours to set.
      stopTracks: false,
      disableTrackOnPause: false,
      onRtpSender: (sender) => protection?.protectSender(sender, { producerId, source }),
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
    this.plan = plan;
    // The device was changed meanwhile.
    if (producer.track !== this.track) await producer.replaceTrack({ track: this.track });
    if (plan !== null) await preferToDegrade(producer, plan);
  }

  async #planOf(planner: VideoPlanner, settings: VideoSettings): Promise<VideoPlan> {
    const plan = await planner.plan(pictureOf(this.source, settings, this.track), this.tooSlow);
    if (plan === null) throw new Error("this browser can send no video that the room takes");
    return plan;
  }

  #options(planner: VideoPlanner, plan: VideoPlan | null): types.ProducerOptions {
    if ("audio" in this.settings) return { codecOptions: this.settings.audio };
    if (plan === null) return {};
    const codec = planner.capabilityOf(plan.codec);
    return {
      ...(codec === undefined ? {} : { codec }),
      // mediasoup-client writes into what it is given.
      encodings: plan.encodings.map((encoding) => ({ ...encoding })),
      codecOptions: { videoGoogleStartBitrate: plan.startBitrate },
    };
  }
}

/** What a track shows, as far as its settings say: Firefox does not tell the size of a screen. */
function pictureOf(source: Source, { content, frameRate }: VideoSettings, track: MediaStreamTrack): Picture {
  const isCamera = source === "camera";
  const { width = isCamera ? 1280 : 1920, height = isCamera ? 720 : 1080 } = track.getSettings();
  return { source: isCamera ? "camera" : "screen", content, width, height, frameRate };
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
async function preferToDegrade(producer: types.Producer, plan: VideoPlan): Promise<void> {
  const sender = producer.rtpSender;
  if (sender === undefined) return;
  const parameters = sender.getParameters();
  parameters.degradationPreference = plan.degradationPreference;
  // Not every browser knows it; then the content hint decides.
  await sender.setParameters(parameters).catch(() => undefined);
}
