import type { types } from "mediasoup-client";
import * as v from "valibot";
import type { Size } from "../../protocol/room/watching.ts";
import { type RtpParameters, rtpParametersSchema } from "../../protocol/rtp.ts";
import type { AudioSettings, Picture, VideoPlan, VideoSettings } from "./encodings.ts";
import type { MediaProtection } from "./encryption/encryption.ts";
import type { Publication } from "./publication.ts";
import { randomUuid } from "./uuid.ts";
import type { VideoPlanner } from "./video-planner.ts";

/** How a track is sent. */
export type SendSettings = { video: VideoSettings } | { audio: AudioSettings };

/** A send transport, and its epoch. */
export interface SendPath {
  readonly transport: types.Transport;
  readonly epoch: number;
}

/** With what a publication is sent. */
interface SendingMeans {
  readonly path: SendPath;
  readonly planner: VideoPlanner;
  /** Encrypts what is sent; null where the room is not encrypted. */
  readonly protection: MediaProtection | null;
}

/** One producer of a publication: its track on one transport, sent in one way. */
export class Sending {
  readonly producerId: string = randomUuid();
  /** The producer whose place it takes once the room has it. */
  readonly replaces: string | null;
  /** Where it is sent; null until it is. */
  path: SendPath | null = null;
  producer: types.Producer | null = null;
  /** The room has said that it has it. */
  isKnown = false;
  /** How its picture is sent, or is to be; null for sound, and before that is known. */
  plan: VideoPlan | null = null;
  /** The size of its picture at the source for which it is sent like that: the room is told this one. */
  size: Size | null = null;
  /** What the room is told, once the browser has made it. */
  rtpParameters: RtpParameters | null = null;
  /** The browser has taken its encodings, and begun to negotiate. */
  isNegotiated = false;
  /** How often the room refused it. */
  refusals = 0;
  #closed = false;

  constructor(replaces: string | null = null) {
    this.replaces = replaces;
  }

  /**
   * Has the transport send the publication's track. `publish` is called as soon as the browser has said how; nothing
   * waits for the room. Nothing happens where it has been closed meanwhile.
   *
   * @param planned how to send a picture, where that is known already
   * @throws where the browser cannot send it
   */
  async start(
    { path, planner, protection }: SendingMeans,
    publication: Publication,
    publish: () => void,
    planned?: VideoPlan,
  ): Promise<void> {
    this.path = path;
    const plan = planned ?? (await planOf(publication, planner));
    if (this.#closed) return;
    this.plan = plan;
    const producer = await path.transport.produce({
      ...this.#options(publication, planner, plan),
      track: publication.track,
      // Tells viewers what plays in step.
      streamId: publication.syncGroup,
      onRtpSender: (sender) => {
        this.isNegotiated = true;
        protection?.protectSender(sender, { producerId: this.producerId, source: publication.source });
      },
      // The track outlives its transports, and `enabled` is ours to set.
      stopTracks: false,
      disableTrackOnPause: false,
      appData: {
        producerId: this.producerId,
        onRtpParameters: (rtpParameters: unknown) => {
          if (this.#closed) return;
          // Parsed, because mediasoup-client's types promise less than the wire asks for.
          this.rtpParameters = v.parse(rtpParametersSchema, rtpParameters);
          this.size = publication.sourceSize;
          publish();
        },
      },
    });
    if (this.#closed) return producer.close();
    this.producer = producer;
    // The device was changed meanwhile.
    if (producer.track !== publication.track) await producer.replaceTrack({ track: publication.track });
    if (plan !== null) await preferToDegrade(producer, plan);
  }

  /** Ends it here. The room hears of it from whoever knows why. */
  close(): void {
    this.#closed = true;
    this.producer?.close();
    this.producer = null;
  }

  #options(
    { settings, current }: Publication,
    planner: VideoPlanner,
    plan: VideoPlan | null,
  ): types.ProducerOptions {
    if ("audio" in settings) return { codecOptions: settings.audio };
    if (plan === null) return {};
    const codec = planner.capabilityOf(plan.codec);
    return {
      ...(codec === undefined ? {} : { codec }),
      // mediasoup-client writes into what it is given.
      encodings: plan.encodings.map((encoding) => ({ ...encoding })),
      // Where a stream flows already, the path is known better than by a guess.
      codecOptions:
        current !== this && current.path === this.path ? {} : { videoGoogleStartBitrate: plan.startBitrate },
    };
  }
}

/** How a publication's picture is to be sent now; null for sound. @throws where the browser can send none */
export async function planOf(publication: Publication, planner: VideoPlanner): Promise<VideoPlan | null> {
  const { settings } = publication;
  if ("audio" in settings) return null;
  const plan = await planner.plan(pictureOf(publication, settings.video), publication);
  if (plan === null) throw new Error("this browser can send no video that the room takes");
  return plan;
}

/** What a publication shows, as far as that is known: Firefox does not tell the size of a screen. */
function pictureOf({ source, sourceSize }: Publication, settings: VideoSettings): Picture {
  const isCamera = source === "camera";
  const size = sourceSize ?? (isCamera ? { width: 1280, height: 720 } : { width: 1920, height: 1080 });
  return { source: isCamera ? "camera" : "screen", ...size, ...settings };
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
