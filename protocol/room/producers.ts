import * as v from "valibot";
import { epochSchema, uuidSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { type kindSchema, rtpParametersSchema } from "../rtp.ts";
import { videoCodecSchema } from "../video-codecs.ts";

const sourceSchema = v.picklist(["microphone", "camera", "screen", "screen-audio"]);
export type Source = v.InferOutput<typeof sourceSchema>;

/** The kind of media that each source is. */
export const KIND_OF_SOURCE = {
  microphone: "audio",
  camera: "video",
  screen: "video",
  "screen-audio": "audio",
} as const satisfies Record<Source, v.InferOutput<typeof kindSchema>>;

/** A stream that a participant sends, as the others see it. */
export const producerSchema = v.object({
  id: v.string(),
  /** Names the stream for as long as its owner sends it; `id` is another one whenever it is published anew. */
  streamId: v.string(),
  source: sourceSchema,
  /** Of a picture: who does not decode it is not sent it. */
  codec: v.optional(videoCodecSchema),
  paused: v.boolean(),
  /** Whether the others may draw on it: of screens alone. */
  drawing: v.optional(v.boolean()),
});

const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.pictureSide));
/** How large a picture is at its source, in pixels; layers are chosen by it. Nothing for sound, or where it is not known. */
export const pictureSizeSchema = v.optional(v.object({ width: pixels, height: pixels }));
export type Producer = v.InferOutput<typeof producerSchema>;

/** To the room: I send this from now on. The id is the page's own, so nothing waits for the answer. */
export const publishSchema = v.object({
  producerId: uuidSchema,
  /** The page's own, too, and the same when the stream is published again: viewers see that it is the one they had. */
  streamId: uuidSchema,
  source: sourceSchema,
  paused: v.boolean(),
  /** Whether the others may draw on it, where it is a screen: they may, unless this says no. */
  drawing: v.optional(v.boolean()),
  rtpParameters: rtpParametersSchema,
  size: pictureSizeSchema,
  /** The epoch of the transports that it is sent on: in another one, nothing would come of it. */
  mediaEpoch: v.optional(epochSchema),
  /** One's own producer of the same stream, which ends when the node has made this one. */
  replaces: v.optional(uuidSchema),
});

/** To the room: end this stream: one's own, or another's where the role allows it. */
export const unpublishSchema = v.object({ producerId: uuidSchema });

/** To the room: pause or go on: one's own; another's can only be paused, where the role allows it. */
export const setPausedSchema = v.object({ producerId: uuidSchema, paused: v.boolean() });

/** A page's own consumers, in one message. */
export const consumerIdsSchema = v.pipe(v.array(uuidSchema), v.maxLength(500));

/** To the room: these consumers are set up here, let them flow. */
export const startConsumersSchema = v.object({
  consumerIds: v.pipe(consumerIdsSchema, v.minLength(1)),
});

/** To the room: I have no consumer of these producers, for example after a lost connection; a `consumers` message follows. */
export const consumeSchema = v.object({
  producerIds: v.pipe(v.array(uuidSchema), v.minLength(1), v.maxLength(500)),
});

export const transportDirectionSchema = v.picklist(["send", "receive"]);
export type TransportDirection = v.InferOutput<typeof transportDirectionSchema>;

/** To the room: all that I receive comes on the transports of this epoch, to which I moved: the ones before are needed no more. */
export const movedSchema = v.object({ epoch: epochSchema });

/** To the room: new ICE credentials for a transport whose path is lost. The answer is `IceParameters`. */
export const restartIceSchema = v.object({ direction: transportDirectionSchema });
