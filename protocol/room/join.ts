import * as v from "valibot";
import { epochSchema, seqSchema, uuidSchema } from "../ids.ts";
import { roundTripsSchema } from "../probes.ts";
import { dtlsParametersSchema, mediaOfferSchema, rtpCapabilitiesSchema } from "../rtp.ts";
import { nameSchema } from "../text.ts";
import { chatMessageSchema } from "./chat.ts";
import { identitySchema, participantSchema, roleSchema } from "./participants.ts";
import { consumerIdsSchema } from "./producers.ts";
import { readMarkListSchema } from "./reading.ts";
import { routeSchema } from "./route.ts";
import { roomDetailsSchema } from "./settings.ts";

const versionSchema = v.pipe(v.number(), v.safeInteger());

/** What the node needs to know of a page to make its transports and consumers before it has said anything to them. */
export const mediaCapabilitiesSchema = v.object({
  rtpCapabilities: rtpCapabilitiesSchema,
  /** Of the certificate that the page made for both its transports. */
  dtlsParameters: dtlsParametersSchema,
});
export type MediaCapabilities = v.InferOutput<typeof mediaCapabilitiesSchema>;

/** The pass that a page comes with, and the wire that it speaks. */
const passEntries = { version: versionSchema, token: v.pipe(v.string(), v.maxLength(2_000)) };

/** A page's first message: everything that is needed to see and be seen. */
export const joinSchema = v.object({
  ...passEntries,
  /** Tells the tabs of one person apart, so that a reload is the same participant and a second tab is another one. */
  tab: uuidSchema,
  name: nameSchema,
  /** In an encrypted room: who this page is to the others. */
  identity: v.optional(identitySchema),
  /** What the page has measured of its way to nodes. */
  roundTrips: v.optional(roundTripsSchema),
  /** Of what was reserved: the consumers that the page has set up, and that may flow at once. */
  ready: v.optional(consumerIdsSchema),
  ...mediaCapabilitiesSchema.entries,
});

/**
 * Before somebody joins: have their transports and consumers ready for when they do, under the pass that they will join with. Where the
 * room can, `reserved` follows; where it cannot, nothing does, and the join brings its own.
 */
export const reserveSchema = v.object({
  ...passEntries,
  ...mediaCapabilitiesSchema.entries,
});

/** A page's first message on a new socket after a lost one: who it was, and the last event that it saw. */
export const resumeSchema = v.object({
  version: versionSchema,
  participantId: uuidSchema,
  key: v.pipe(v.string(), v.maxLength(100)),
  epoch: epochSchema,
  seq: seqSchema,
  /** The epoch of the transports that the page has; 0 where it has none. In another epoch it is offered new ones. */
  mediaEpoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

/** The room as it is at `seq`. */
export const snapshotSchema = v.object({
  /** Of the node that serves the page to which this is said. */
  epoch: epochSchema,
  seq: seqSchema,
  room: roomDetailsSchema,
  route: routeSchema,
  participants: v.array(participantSchema),
  chat: v.array(chatMessageSchema),
  reads: readMarkListSchema,
});
export type Snapshot = v.InferOutput<typeof snapshotSchema>;

/** The answer to `join`. `media` is null while no media node is free: an `offer` follows when one is. */
export const joinedSchema = v.object({
  participantId: v.string(),
  role: roleSchema,
  /** Whose messages are one's own, of former visits, too. */
  authorId: v.string(),
  /** Up to where one had read in former visits; null where one never said so. */
  readSeq: v.nullable(v.number()),
  /** Opens this participant's session again after a lost socket; kept in memory only. */
  resumeKey: v.string(),
  snapshot: snapshotSchema,
  media: v.nullable(mediaOfferSchema),
});
export type Joined = v.InferOutput<typeof joinedSchema>;
