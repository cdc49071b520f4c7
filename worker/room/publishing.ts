import type { ErrorCode } from "../../protocol/errors.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { Report } from "../../protocol/node/reports.ts";
import { ACTION_OF_SOURCE, may } from "../../protocol/room/permissions.ts";
import { KIND_OF_SOURCE } from "../../protocol/room/producers.ts";
import { codecSent } from "../../protocol/video-codecs.ts";
import { rulesOf } from "./meta.ts";
import { flowsOn } from "./moving.ts";
import { epochOf, isLinked } from "./nodes.ts";
import { pipeToPeers } from "./piping.ts";
import { type Producer, type Turn, without } from "./state.ts";
import {
  announce,
  answer,
  type From,
  orderAll,
  orderFor,
  orderNode,
  putProducer,
  refuse,
  type Sender,
  tellConsumers,
} from "./turn.ts";
import { tellFirstDemand } from "./watching.ts";
import { describeProducer } from "./welcome.ts";

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
  orderFor(turn, sender.id, { type: "produce", participantId: sender.id, ...stream });
  const request = message.id ?? null;
  putProducer(turn, {
    id: producerId,
    participantId: sender.id,
    nodeId: sender.nodeId ?? "",
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
  { source, streamId, replaces, mediaEpoch }: From<"publish">,
  taken: boolean,
): ErrorCode | null {
  if (taken) return "duplicate_producer";
  const all = producersOf(turn, sender.id);
  const own = all.filter(({ id }) => id !== replaces);
  const replaced = all.find(({ id }) => id === replaces);
  const isSame = replaced?.live && replaced.source === source && replaced.streamId === streamId;
  if (replaces !== undefined && !isSame) return "unknown_producer";
  if (own.length >= LIMITS.producersPerParticipant) return "too_many_producers";
  // One that replaces another takes no more place than that.
  if (!replaced && turn.state.producers.size >= LIMITS.producersPerRoom) return "too_many_streams";
  // There is one voice and one face; screens may be several.
  const single = source === "microphone" || source === "camera";
  if (single && own.some((producer) => producer.source === source)) return "duplicate_producer";
  if (own.some((producer) => producer.streamId === streamId)) return "duplicate_producer";
  if (!sender.attached || !isLinked(turn.state, sender.nodeId)) return "media_unavailable";
  // The page has been offered others, and does not know it yet.
  if (mediaEpoch !== undefined && mediaEpoch !== epochOf(turn.state, sender)) return "media_unavailable";
  return null;
}

/** A stream's own node has made the producer, and consumers of it: now everybody is told. */
export function produced(
  turn: Turn,
  nodeId: string,
  { producerId, consumers }: Extract<Report, { type: "produced" }>,
): void {
  const producer = turn.state.producers.get(producerId);
  if (!producer) orderNode(turn, nodeId, { type: "close-producer", producerId });
  if (!producer || producer.nodeId !== nodeId || producer.live) return;
  const replaced = turn.state.producers.get(producer.replaces ?? "");
  // Who muted the one before has muted this one, and so it is with drawing on it.
  const paused = producer.paused || replaced?.paused === true;
  const drawing = replaced?.drawing ?? producer.drawing;
  if (paused !== producer.paused) orderNode(turn, nodeId, { type: "pause-producer", producerId, paused });
  const live: Producer = { ...producer, paused, drawing, live: true, request: null, replaces: null };
  putProducer(turn, live);
  if (replaced) {
    turn.state = {
      ...turn.state,
      producers: without(turn.state.producers, ({ id }) => id === replaced.id),
    };
    if (!flowsOn(turn, replaced, live)) orderAll(turn, { type: "close-producer", producerId: replaced.id });
  }
  const owner = turn.state.participants.get(producer.participantId);
  if (owner?.socket) answer(turn, owner.socket, producer.request, {});
  announce(turn, {
    type: "producer-added",
    participantId: producer.participantId,
    producer: describeProducer(live),
    ...(replaced ? { replaces: replaced.id } : {}),
  });
  tellConsumers(turn, nodeId, consumers);
  tellFirstDemand(turn, producer);
  pipeToPeers(turn, live);
}

/** A stream's own node could not make the producer. */
export function produceFailed(
  turn: Turn,
  nodeId: string,
  { producerId, reason }: Extract<Report, { type: "produce-failed" }>,
): void {
  if (turn.state.producers.get(producerId)?.nodeId === nodeId)
    failPublish(turn, producerId, "media_rejected", reason);
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
  orderAll(turn, { type: "close-producer", producerId });
  if (producer.live) announce(turn, { type: "producer-removed", producerId, by });
  // What was to take its place ends with it: who stops a stream stops all of it.
  for (const { id, replaces } of producersOf(turn, producer.participantId)) {
    if (replaces === producerId) removeProducer(turn, id, by, code);
  }
}

/** Ends all of a participant's streams; `by` is the participant itself, or null where it publishes them again. `code` is said of those that are only being published. */
export function removeProducersOf(
  turn: Turn,
  participantId: string,
  by: string | null = participantId,
  code?: ErrorCode,
): void {
  for (const { id } of producersOf(turn, participantId)) removeProducer(turn, id, by, code);
}

/** Ends those of a participant's streams that it may not send any more; `by` is who saw to that. */
export function removeForbidden(turn: Turn, participantId: string, by: string): void {
  const role = turn.state.participants.get(participantId)?.role ?? "viewer";
  for (const { id, source } of producersOf(turn, participantId)) {
    if (!may(role, ACTION_OF_SOURCE[source], rulesOf(turn.state))) removeProducer(turn, id, by, "forbidden");
  }
}

export function unpublish(turn: Turn, sender: Sender, { producerId, id }: From<"unpublish">): void {
  if (!turn.state.producers.has(producerId)) return refuse(turn, sender.socket, id, "unknown_producer");
  removeProducer(turn, producerId, sender.id);
  answer(turn, sender.socket, id, {});
}

export function setPaused(turn: Turn, sender: Sender, { producerId, paused, id }: From<"set-paused">): void {
  const producer = turn.state.producers.get(producerId);
  if (!producer) return refuse(turn, sender.socket, id, "unknown_producer");
  if (producer.participantId !== sender.id && !paused) {
    // Nobody's microphone or camera is opened by somebody else.
    return refuse(turn, sender.socket, id, "forbidden");
  }
  if (producer.paused !== paused) {
    putProducer(turn, { ...producer, paused });
    orderAll(turn, { type: "pause-producer", producerId, paused });
    if (producer.live) announce(turn, { type: "producer-paused", producerId, paused, by: sender.id });
  }
  answer(turn, sender.socket, id, {});
}

function producersOf(turn: Turn, participantId: string): Producer[] {
  return [...turn.state.producers.values()].filter((producer) => producer.participantId === participantId);
}
