import * as v from "valibot";
import { wireErrorSchema } from "../errors.ts";
import type { MessageOf } from "../frame.ts";
import { epochSchema, seqSchema } from "../ids.ts";
import { pictureSchema } from "../pictures.ts";
import { consumerSchema, mediaOfferSchema } from "../rtp.ts";
import { videoCodecSchema } from "../video-codecs.ts";
import { annotatedSchema, recallSchema } from "./annotations.ts";
import { chatMessageSchema } from "./chat.ts";
import { cheeredSchema } from "./hands.ts";
import { snapshotSchema } from "./join.ts";
import { lobbyListSchema, waitingSchema } from "./lobby.ts";
import { participantSchema, roleSchema } from "./participants.ts";
import { producerSchema } from "./producers.ts";
import { readMarksSchema, typingSchema } from "./reading.ts";
import { relayedSchema } from "./relay.ts";
import { routeSchema } from "./route.ts";
import { roomDetailsSchema } from "./settings.ts";
import { demandSchema } from "./watching.ts";

/** Events change what everybody sees. They carry the room's `seq`, are kept for a while, and are sent again to pages that come back. */
export const EVENTS = {
  "participant-joined": v.object({ seq: seqSchema, participant: participantSchema }),
  "participant-changed": v.object({
    seq: seqSchema,
    participantId: v.string(),
    name: v.optional(v.string()),
    picture: v.optional(pictureSchema),
    role: v.optional(roleSchema),
    connected: v.optional(v.boolean()),
    decodes: v.optional(v.array(videoCodecSchema)),
    /** The same participant, back on another page, is somebody else to those who encrypt. */
    identity: v.optional(v.nullable(v.string())),
    /** Since when the hand is raised, in milliseconds since 1970; null where it is not. */
    hand: v.optional(v.nullable(v.number())),
    recording: v.optional(v.boolean()),
  }),
  /** `by` is the participant who put them out; nobody where they left by themselves, or did not come back. */
  "participant-left": v.object({ seq: seqSchema, participantId: v.string(), by: v.optional(v.string()) }),
  /** `replaces` is the producer that carried the same stream until now, and is no more. */
  "producer-added": v.object({
    seq: seqSchema,
    participantId: v.string(),
    producer: producerSchema,
    replaces: v.optional(v.string()),
  }),
  /** `by` is the participant who did it: its owner, or a moderator. */
  "producer-paused": v.object({
    seq: seqSchema,
    producerId: v.string(),
    paused: v.boolean(),
    by: v.string(),
  }),
  /** Whether the others may draw on a share. Where they no longer may, what was drawn is gone. */
  "producer-drawing": v.object({
    seq: seqSchema,
    producerId: v.string(),
    drawing: v.boolean(),
    by: v.string(),
  }),
  /** `by` is null where the media node lost it. */
  "producer-removed": v.object({ seq: seqSchema, producerId: v.string(), by: v.nullable(v.string()) }),
  /** A media node is lost, and with it all that these participants sent and received; an `offer` to each follows when a node is free. */
  "media-lost": v.object({ seq: seqSchema, participantIds: v.array(v.string()) }),
  /** What the room is from now on. */
  "room-changed": v.object({ seq: seqSchema, room: roomDetailsSchema }),
  "route-changed": v.object({ seq: seqSchema, route: routeSchema }),
  "chat-message": chatMessageSchema,
  "chat-edited": v.object({
    seq: seqSchema,
    messageId: v.string(),
    text: v.string(),
    revision: v.number(),
  }),
  /** `by` is the participant who did it: its author, or a moderator. */
  "chat-deleted": v.object({ seq: seqSchema, messageId: v.string(), by: v.string() }),
  "chat-reacted": v.object({
    seq: seqSchema,
    messageId: v.string(),
    reaction: v.string(),
    authorId: v.string(),
    name: v.string(),
    on: v.boolean(),
  }),
};
export type RoomEvent = MessageOf<typeof EVENTS>;

/** Every message that a room sends to a page: the events, and what is for one page alone. */
export const TO_PAGE = {
  ...EVENTS,
  /** The room as it is: after a resume whose missed events are no longer kept, or by which another node serves the page. */
  snapshot: snapshotSchema,
  /**
   * Transports for who has not joined yet, and what there is to receive, of which nothing flows. The join's answer names both again. What
   * the join says that the page is `ready` for flows by then; other streams on these transports wait for `start-consumers`.
   */
  reserved: mediaOfferSchema,
  /**
   * New transports: the first ones after a join without, or others after the media node changed. Publish again on them. Where the
   * page `moves`, those that it has serve it on until all is there in the new way: each stream is published to replace its old one.
   */
  offer: v.object({ epoch: epochSchema, media: mediaOfferSchema, moves: v.optional(v.boolean()) }),
  /** The node could not make this page's transports: it is in the room without media, and may ask again with `renew-media`. */
  "media-failed": v.object({ retryAfterMs: v.number() }),
  /** Something the page sent was wrong, and had no id to answer to. */
  fault: v.object({ error: wireErrorSchema }),
  /** Streams that the node made for this page. They wait for `start-consumers`. */
  consumers: v.object({ consumers: v.array(consumerSchema) }),
  relayed: relayedSchema,
  demand: demandSchema,
  annotated: annotatedSchema,
  recall: recallSchema,
  cheered: cheeredSchema,
  typing: typingSchema,
  "read-marks": readMarksSchema,
  waiting: waitingSchema,
  lobby: lobbyListSchema,
};
export type ToPage = MessageOf<typeof TO_PAGE>;
