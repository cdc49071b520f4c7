import * as v from "valibot";
import { nodeIdSchema, regionSchema } from "./ids.ts";

/**
 * RTP, ICE and DTLS parameters in mediasoup's shapes (https://mediasoup.org/documentation/v3/mediasoup/rtp-parameters-and-capabilities/),
 * with every list and text bounded before mediasoup sees it.
 */
const token = v.pipe(v.string(), v.maxLength(120));
const uint32 = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xffff_ffff));
const payloadType = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(127));
const list = <S extends v.GenericSchema>(schema: S, max: number) => v.pipe(v.array(schema), v.maxLength(max));

export const kindSchema = v.picklist(["audio", "video"]);
export type MediaKind = v.InferOutput<typeof kindSchema>;

const codecSettingsSchema = v.pipe(
  v.record(token, v.union([token, v.number(), v.boolean()])),
  v.check((settings) => Object.keys(settings).length <= 24, "at most 24 settings"),
);
const rtcpFeedbackSchema = v.object({ type: token, parameter: v.optional(token) });
const headerExtensionUri = v.pipe(v.string(), v.maxLength(160));

const codecFields = {
  mimeType: v.pipe(v.string(), v.regex(/^(?:audio|video)\/[\w.+-]{1,40}$/i)),
  clockRate: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  channels: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8))),
  parameters: v.optional(codecSettingsSchema),
  rtcpFeedback: v.optional(list(rtcpFeedbackSchema, 16)),
};

export const rtpCapabilitiesSchema = v.object({
  codecs: list(v.object({ ...codecFields, kind: kindSchema, preferredPayloadType: payloadType }), 48),
  headerExtensions: list(
    v.object({
      kind: kindSchema,
      uri: headerExtensionUri,
      preferredId: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255)),
      preferredEncrypt: v.optional(v.boolean()),
      direction: v.optional(v.picklist(["sendrecv", "sendonly", "recvonly", "inactive"])),
    }),
    48,
  ),
});
export type RtpCapabilities = v.InferOutput<typeof rtpCapabilitiesSchema>;

/** What browsers offer: up to three layers in space and in time, within one picture (L) or as several (S). */
const scalabilityMode = v.pipe(v.string(), v.regex(/^[LS][1-3]T[1-3]h?(?:_KEY)?(?:_SHIFT)?$/));
const atMost = (max: number, min = 0) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));

const priority = v.picklist(["very-low", "low", "medium", "high"]);
export const rtpParametersSchema = v.object({
  mid: v.optional(token),
  codecs: v.pipe(list(v.object({ ...codecFields, payloadType }), 8), v.minLength(1)),
  headerExtensions: v.optional(
    list(
      v.object({
        uri: headerExtensionUri,
        id: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(255)),
        encrypt: v.optional(v.boolean()),
        parameters: v.optional(codecSettingsSchema),
      }),
      32,
    ),
  ),
  encodings: v.optional(
    list(
      v.object({
        active: v.optional(v.boolean()),
        ssrc: v.optional(uint32),
        rid: v.optional(token),
        codecPayloadType: v.optional(payloadType),
        rtx: v.optional(v.object({ ssrc: uint32 })),
        dtx: v.optional(v.boolean()),
        scalabilityMode: v.optional(scalabilityMode),
        scaleResolutionDownBy: v.optional(atMost(64, 1)),
        maxBitrate: v.optional(atMost(1_000_000_000)),
        maxFramerate: v.optional(atMost(1_000)),
        adaptivePtime: v.optional(v.boolean()),
        priority: v.optional(priority),
        networkPriority: v.optional(priority),
      }),
      6,
    ),
  ),
  rtcp: v.optional(
    v.object({
      cname: v.optional(token),
      reducedSize: v.optional(v.boolean()),
      mux: v.optional(v.boolean()),
    }),
  ),
  msid: v.optional(v.pipe(v.string(), v.maxLength(256))),
});
export type RtpParameters = v.InferOutput<typeof rtpParametersSchema>;

export const dtlsParametersSchema = v.object({
  role: v.optional(v.picklist(["auto", "client", "server"])),
  fingerprints: v.pipe(
    list(
      v.object({
        algorithm: v.picklist(["sha-1", "sha-224", "sha-256", "sha-384", "sha-512"]),
        value: v.pipe(v.string(), v.regex(/^[0-9A-F]{2}(?::[0-9A-F]{2}){19,63}$/)),
      }),
      4,
    ),
    v.minLength(1),
  ),
});

export const iceParametersSchema = v.object({
  usernameFragment: v.pipe(v.string(), v.maxLength(256)),
  password: v.pipe(v.string(), v.maxLength(256)),
  iceLite: v.optional(v.boolean()),
});
export type IceParameters = v.InferOutput<typeof iceParametersSchema>;

const iceCandidateSchema = v.object({
  foundation: token,
  priority: uint32,
  ip: token,
  address: token,
  protocol: v.picklist(["udp", "tcp"]),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  type: v.picklist(["host", "srflx", "prflx", "relay"]),
  tcpType: v.optional(v.picklist(["active", "passive", "so"])),
});

export const iceCandidatesSchema = list(iceCandidateSchema, 32);

/** A transport of the node, as the page needs it to connect. */
const transportSchema = v.object({
  id: v.string(),
  iceParameters: iceParametersSchema,
  iceCandidates: iceCandidatesSchema,
  dtlsParameters: dtlsParametersSchema,
});
export type TransportParameters = v.InferOutput<typeof transportSchema>;

/** A stream that the node sends to one participant. */
export const consumerSchema = v.object({
  id: v.string(),
  producerId: v.string(),
  kind: kindSchema,
  rtpParameters: rtpParametersSchema,
});
export type ConsumerParameters = v.InferOutput<typeof consumerSchema>;

/** The node that serves a room, by the name and the region that its operator gave it. Both are shown to people. */
const servingNodeSchema = v.object({ id: nodeIdSchema, region: regionSchema });
export type ServingNode = v.InferOutput<typeof servingNodeSchema>;

/** Everything a page needs for its media to flow: its two transports, and a consumer for each producer in the room. */
export const mediaOfferSchema = v.object({
  node: servingNodeSchema,
  send: transportSchema,
  receive: transportSchema,
  consumers: v.array(consumerSchema),
});
export type MediaOffer = v.InferOutput<typeof mediaOfferSchema>;
