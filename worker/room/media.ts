import type { ErrorCode } from "../../protocol/errors.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/node/reports.ts";
import { may, mayActOn } from "../../protocol/room/permissions.ts";
import { KIND_OF_SOURCE } from "../../protocol/room/producers.ts";
import type { ToRoom } from "../../protocol/room/to-room.ts";
import type { ConsumerParameters } from "../../protocol/rtp.ts";
import { codecSent } from "../../protocol/video-codecs.ts";
import { type Participant, type Producer, type Turn, without } from "./state.ts";
import { announce, answer, order, putParticipant, putProducer, refuse, tell } from "./turn.ts";
import { orderWatch, tellFirstDemand, tellWholeDemand } from "./watching.ts";
import { answerJoin, describeProducer } from "./welcome.ts";

/** A message of one type, from a participant who has joined. */
type From<T extends ToRoom["type"]> = Extract<ToRoom, { type: T }>;
type Sender = Participant & { socket: string };

/** Has the node make a participant's transports anew; `attached` follows. */
export function attachParticipant(turn: Turn, participantId: string): void {
  const participant = turn.state.participants.get(participantId);
  if (!participant) return;
  order(turn, { type: "attach", participantId, ...participant.media });
  orderWatch(turn, participantId);
}

/** The node has made a participant's transports: its join is answered with them, or they are offered. */
export function attached(turn: Turn, report: Extract<Report, { type: "attached" }>): void {
  const { participantId } = report;
  const participant = turn.state.participants.get(participantId);
  if (!participant) {
    order(turn, { type: "detach", participantId });
    return;
  }
  putParticipant(turn, { ...participant, attached: true });
  const media = { ...report.media, consumers: report.media.consumers.filter(isCurrent(turn)) };
  if (participant.joining !== null) answerJoin(turn, participantId, media);
  else tell(turn, participantId, { type: "offer", epoch: turn.state.epoch, media });
  tellWholeDemand(turn, participantId);
}

/** The node could not: the participant is in the room without media, until its page asks again. */
export function attachFailed(
  turn: Turn,
  { participantId }: Extract<Report, { type: "attach-failed" }>,
): void {
  const participant = turn.state.participants.get(participantId);
  if (!participant) return;
  if (participant.joining !== null) answerJoin(turn, participantId, null);
  tell(turn, participantId, { type: "media-failed", retryAfterMs: TIMES.nodeRetryMs });
}

/** The node names consumers of a participant, who asked for them. */
export function consuming(
  turn: Turn,
  { participantId, consumers }: Extract<Report, { type: "consuming" }>,
): void {
  tell(turn, participantId, { type: "consumers", consumers: consumers.filter(isCurrent(turn)) });
}

/** A producer may have ended while the node made a consumer of it. */
function isCurrent({ state }: Turn): (consumer: ConsumerParameters) => boolean {
  return ({ producerId }) => state.producers.get(producerId)?.live === true;
}

export function publish(turn: Turn, sender: Sender, message: From<"publish">): void {
  const { producerId, streamId, source, paused, rtpParameters, size, replaces = null } = message;
  const existing = turn.state.producers.get(producerId);
  if (existing?.participantId === sender.id) {
    // Sent again after a lost socket: it is the same stream.
    if (existing.live) answer(turn, sender.socket, message.id, {});
    else putProducer(turn, { ...existing, request: message.id ?? null });
    return;
  }
  const fault = publishFault(turn, sender, message, existing !== undefined);
  if (fault) {
    const retryAfterMs = fault === "media_unavailable" ? TIMES.nodeRetryMs : undefined;
    refuse(turn, sender.socket, message.id, fault, undefined, retryAfterMs);
    return;
  }
  const kind = KIND_OF_SOURCE[source];
  const stream = { producerId, kind, paused, rtpParameters, ...(size === undefined ? {} : { size }) };
  order(turn, { type: "produce", participantId: sender.id, ...stream });
  const request = message.id ?? null;
  putProducer(turn, {
    id: producerId,
    participantId: sender.id,
    streamId,
    source,
    codec: codecSent(rtpParameters),
    paused,
    drawing: source === "screen" && message.drawing !== false,
    live: false,
    request,
    replaces,
  });
}

function publishFault(
  turn: Turn,
  sender: Sender,
  { source, streamId, replaces }: From<"publish">,
  taken: boolean,
): ErrorCode | null {
  if (!may(sender.role, "publish")) return "forbidden";
  if (taken) return "duplicate_producer";
  const all = producersOf(turn, sender.id);
  const own = all.filter(({ id }) => id !== replaces);
  const replaced = all.find(({ id }) => id === replaces);
  const isSame = replaced?.live && replaced.source === source && replaced.streamId === streamId;
  if (replaces !== undefined && !isSame) return "unknown_producer";
  if (own.length >= LIMITS.producersPerParticipant) return "too_many_producers";
  // There is one voice and one face; screens may be several.
  const single = source === "microphone" || source === "camera";
  if (single && own.some((producer) => producer.source === source)) return "duplicate_producer";
  if (own.some((producer) => producer.streamId === streamId)) return "duplicate_producer";
  if (!sender.attached || turn.state.placement.kind !== "linked") return "media_unavailable";
  return null;
}

/** The node has made the producer, and consumers of it: now everybody is told. */
export function produced(turn: Turn, { producerId, consumers }: Extract<Report, { type: "produced" }>): void {
  const producer = turn.state.producers.get(producerId);
  if (!producer) order(turn, { type: "close-producer", producerId });
  if (!producer || producer.live) return;
  const replaced = turn.state.producers.get(producer.replaces ?? "");
  // Who muted the one before has muted this one, and so it is with drawing on it.
  const paused = producer.paused || replaced?.paused === true;
  const drawing = replaced?.drawing ?? producer.drawing;
  if (paused !== producer.paused) order(turn, { type: "pause-producer", producerId, paused });
  const live: Producer = { ...producer, paused, drawing, live: true, request: null, replaces: null };
  putProducer(turn, live);
  if (replaced) {
    turn.state = {
      ...turn.state,
      producers: without(turn.state.producers, ({ id }) => id === replaced.id),
    };
    order(turn, { type: "close-producer", producerId: replaced.id });
  }
  const owner = turn.state.participants.get(producer.participantId);
  if (owner?.socket) answer(turn, owner.socket, producer.request, {});
  announce(turn, {
    type: "producer-added",
    participantId: producer.participantId,
    producer: describeProducer(live),
    ...(replaced ? { replaces: replaced.id } : {}),
  });
  for (const { participantId: viewer, consumer } of consumers) {
    tell(turn, viewer, { type: "consumers", consumers: [consumer] });
  }
  tellFirstDemand(turn, producer);
}

/** Ends a publish that the node has not confirmed, and never will. */
export function failPublish(turn: Turn, producerId: string, code: ErrorCode, detail?: string): void {
  const producer = turn.state.producers.get(producerId);
  if (!producer || producer.live) return;
  turn.state = { ...turn.state, producers: without(turn.state.producers, ({ id }) => id === producerId) };
  const owner = turn.state.participants.get(producer.participantId);
  const retryAfterMs = code === "media_unavailable" ? TIMES.nodeRetryMs : undefined;
  if (owner?.socket) refuse(turn, owner.socket, producer.request, code, detail, retryAfterMs);
}

/** Ends a stream; `by` is who did it, null for the node. One that is only being published is refused with `code`. */
export function removeProducer(
  turn: Turn,
  producerId: string,
  by: string | null,
  code: ErrorCode = "unknown_producer",
): void {
  const producer = turn.state.producers.get(producerId);
  if (!producer) return;
  failPublish(turn, producerId, code);
  turn.state = { ...turn.state, producers: without(turn.state.producers, ({ id }) => id === producerId) };
  order(turn, { type: "close-producer", producerId });
  if (producer.live) announce(turn, { type: "producer-removed", producerId, by });
  // What was to take its place ends with it: who stops a stream stops all of it.
  for (const { id, replaces } of producersOf(turn, producer.participantId)) {
    if (replaces === producerId) removeProducer(turn, id, by, code);
  }
}

/** Ends all of a participant's streams; `by` is the participant itself, or null where it publishes them again. */
export function removeProducersOf(
  turn: Turn,
  participantId: string,
  by: string | null = participantId,
  code?: ErrorCode,
): void {
  for (const { id } of producersOf(turn, participantId)) removeProducer(turn, id, by, code);
}

export function unpublish(turn: Turn, sender: Sender, { producerId, id }: From<"unpublish">): void {
  const producer = actedOn(turn, sender, producerId, "stop-others", id);
  if (!producer) return;
  removeProducer(turn, producerId, sender.id);
  answer(turn, sender.socket, id, {});
}

export function setPaused(turn: Turn, sender: Sender, { producerId, paused, id }: From<"set-paused">): void {
  const producer = actedOn(turn, sender, producerId, "mute-others", id);
  if (!producer) return;
  if (producer.participantId !== sender.id && !paused) {
    // Nobody's microphone or camera is opened by somebody else.
    return refuse(turn, sender.socket, id, "forbidden");
  }
  if (producer.paused !== paused) {
    putProducer(turn, { ...producer, paused });
    order(turn, { type: "pause-producer", producerId, paused });
    if (producer.live) announce(turn, { type: "producer-paused", producerId, paused, by: sender.id });
  }
  answer(turn, sender.socket, id, {});
}

/** The producer, if the sender owns it or may act on its owner's; refused otherwise. */
function actedOn(
  turn: Turn,
  sender: Sender,
  producerId: string,
  action: "mute-others" | "stop-others",
  request: number | undefined,
): Producer | null {
  const producer = turn.state.producers.get(producerId);
  const owner = producer && turn.state.participants.get(producer.participantId);
  if (!producer || !owner) {
    refuse(turn, sender.socket, request, "unknown_producer");
    return null;
  }
  if (owner.id !== sender.id && !mayActOn(sender.role, action, owner.role)) {
    refuse(turn, sender.socket, request, "forbidden");
    return null;
  }
  return producer;
}

export function startConsumers(
  turn: Turn,
  sender: Sender,
  { consumerIds, id }: From<"start-consumers">,
): void {
  answerIfOrdered(
    turn,
    sender,
    id,
    order(turn, { type: "start-consumers", participantId: sender.id, consumerIds }),
  );
}

export function consume(turn: Turn, sender: Sender, { producerIds, id }: From<"consume">): void {
  const wanted = producerIds.filter((producerId) => {
    const producer = turn.state.producers.get(producerId);
    return producer?.live && producer.participantId !== sender.id;
  });
  answerIfOrdered(
    turn,
    sender,
    id,
    order(turn, { type: "consume", participantId: sender.id, producerIds: wanted }),
  );
}

export function restartIce(turn: Turn, sender: Sender, { direction, id }: From<"restart-ice">): void {
  if (!id) return;
  const ordered = order(turn, { type: "restart-ice", participantId: sender.id, direction, request: id });
  if (!ordered) refuse(turn, sender.socket, id, "media_unavailable", undefined, TIMES.nodeRetryMs);
}

export function iceRestarted(turn: Turn, report: Extract<Report, { type: "ice-restarted" }>): void {
  const socket = turn.state.participants.get(report.participantId)?.socket;
  if (!socket) return;
  if (report.iceParameters) answer(turn, socket, report.request, report.iceParameters);
  else refuse(turn, socket, report.request, "media_unavailable", undefined, TIMES.nodeRetryMs);
}

export function renewMedia(turn: Turn, sender: Sender, message: From<"renew-media">): void {
  // Nobody ended them: viewers keep the last picture until the new one shows.
  removeProducersOf(turn, sender.id, null);
  const { rtpCapabilities, dtlsParameters } = message;
  putParticipant(turn, { ...sender, media: { rtpCapabilities, dtlsParameters }, attached: false });
  attachParticipant(turn, sender.id);
  answer(turn, sender.socket, message.id, {});
}

function answerIfOrdered(turn: Turn, sender: Sender, request: number | undefined, ordered: boolean): void {
  if (ordered) answer(turn, sender.socket, request, {});
  else refuse(turn, sender.socket, request, "media_unavailable", undefined, TIMES.nodeRetryMs);
}

function producersOf(turn: Turn, participantId: string): Producer[] {
  return [...turn.state.producers.values()].filter((producer) => producer.participantId === participantId);
}
