import * as v from "valibot";
import type { Joined, Snapshot } from "../../protocol/room/join.ts";
import type { Participant as PublicParticipant } from "../../protocol/room/participants.ts";
import type { Producer as PublicProducer } from "../../protocol/room/producers.ts";
import { roomSettingsSchema } from "../../protocol/room/settings.ts";
import type { MediaOffer } from "../../protocol/rtp.ts";
import { decodedBy } from "../../protocol/video-codecs.ts";
import { recallMarks } from "./annotations.ts";
import { detailsOf } from "./meta.ts";
import { epochOf } from "./nodes.ts";
import { readMarksOf } from "./reading.ts";
import type { Participant, Producer, RoomState, Turn } from "./state.ts";
import { answer, putParticipant } from "./turn.ts";

/** Answers a join with the room as it is now, and with media where there is a node. */
export function answerJoin(turn: Turn, participantId: string, media: MediaOffer | null): void {
  const participant = turn.state.participants.get(participantId);
  if (!participant || participant.joining === null || participant.socket === null) return;
  putParticipant(turn, { ...participant, joining: null });
  const { id, role, authorId, resumeKey } = participant;
  const joined: Joined = {
    participantId: id,
    role,
    authorId,
    readSeq: turn.state.reads.get(authorId)?.seq ?? null,
    resumeKey,
    snapshot: snapshot(turn.state, participant),
    media,
  };
  answer(turn, participant.socket, participant.joining, joined);
  recallMarks(turn, participantId);
}

/** Nobody joins a room that was never prepared. */
const UNKNOWN = detailsOf({
  slug: "",
  title: "",
  settings: v.parse(roomSettingsSchema, {}),
  password: null,
});

/** The room as a participant's page is shown it. */
export function snapshot(state: RoomState, participant: Participant): Snapshot {
  return {
    epoch: epochOf(state, participant),
    seq: state.seq,
    room: state.meta ? detailsOf(state.meta) : UNKNOWN,
    route: state.route.route,
    participants: [...state.participants.values()].map((participant) => describe(state, participant)),
    chat: [...state.chat],
    reads: readMarksOf(state),
  };
}

/** A participant as the others see it. */
export function describe(state: RoomState, participant: Participant): PublicParticipant {
  const producers = [...state.producers.values()]
    .filter(({ participantId, live }) => live && participantId === participant.id)
    .map(describeProducer);
  const { id, name, picture, role, socket, media, identity, hand, recording } = participant;
  const decodes = decodedBy(media.rtpCapabilities);
  const connected = socket !== null;
  return { id, name, picture, role, connected, decodes, identity, hand, recording, producers };
}

/** A stream as the others see it. */
export function describeProducer(producer: Producer): PublicProducer {
  const { id, streamId, source, codec, paused, drawing } = producer;
  return { id, streamId, source, ...(codec && { codec }), paused, ...(source === "screen" && { drawing }) };
}
