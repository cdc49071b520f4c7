import type { Order } from "../protocol/node/orders.ts";
import type { Report } from "../protocol/node/reports.ts";
import { errorText, type Log } from "./log.ts";
import type { RoomMedia } from "./media/room-media.ts";

/** An order that is about media: all but the one that ends the room. */
export type MediaOrder = Exclude<Order, { type: "close-room" }>;

type OrderOf<T extends MediaOrder["type"]> = Extract<MediaOrder, { type: T }>;
type Handlers = {
  readonly [T in MediaOrder["type"]]: (
    media: RoomMedia,
    order: OrderOf<T>,
    log: Log,
  ) => Promise<Report | undefined>;
};

const HANDLERS: Handlers = {
  reserve: async (media, { epoch, participantId, rtpCapabilities, dtlsParameters }) => {
    const offer = await media.reserve(participantId, { rtpCapabilities, dtlsParameters });
    return { type: "reserved", epoch, participantId, media: offer };
  },
  attach: async (media, { epoch, participantId, rtpCapabilities, dtlsParameters, ready }) => {
    try {
      const offer = await media.attach(participantId, { rtpCapabilities, dtlsParameters }, ready);
      return { type: "attached", epoch, participantId, media: offer };
    } catch (error) {
      return { type: "attach-failed", epoch, participantId, reason: errorText(error) };
    }
  },
  detach: async (media, { participantId }) => {
    media.detach(participantId);
    return undefined;
  },
  produce: async (media, { epoch, ...order }) => {
    const { participantId, producerId } = order;
    try {
      const consumers = await media.produce(order);
      return { type: "produced", epoch, participantId, producerId, consumers };
    } catch (error) {
      return { type: "produce-failed", epoch, participantId, producerId, reason: errorText(error) };
    }
  },
  "close-producer": async (media, { producerId }) => {
    media.closeProducer(producerId);
    return undefined;
  },
  "pause-producer": async (media, { producerId, paused }) => {
    await media.pauseProducer(producerId, paused);
    return undefined;
  },
  "set-peers": async (media, { epoch, peers }) => ({
    type: "pipe-ends",
    epoch,
    ends: await media.setPeers(peers),
  }),
  "connect-pipe": async (media, { peer, end }) => {
    await media.connectPipe(peer, end);
    return undefined;
  },
  pipe: async (media, { epoch, producerId, peer }) => {
    const stream = await media.pipe(producerId, peer);
    return stream === null ? undefined : { type: "piped", epoch, producerId, peer, stream };
  },
  receive: async (media, { epoch, producerId, peer, stream }) => {
    const consumers = await media.receive(producerId, peer, stream);
    return { type: "received", epoch, producerId, consumers };
  },
  "set-pipe-flow": async (media, { producerId, peer, flows }) => {
    await media.setPipeFlow(producerId, peer, flows);
    return undefined;
  },
  "check-pipe": async (media, { epoch, peer, silentMs }) =>
    (await media.isPipeBroken(peer, silentMs)) ? { type: "pipe-broken", epoch, peer } : undefined,
  consume: async (media, { epoch, participantId, producerIds }) => {
    const consumers = await media.consume(participantId, producerIds);
    return { type: "consuming", epoch, participantId, consumers };
  },
  "start-consumers": async (media, { participantId, consumerIds }) => {
    await media.startConsumers(participantId, consumerIds);
    return undefined;
  },
  watch: async (media, { participantId, streams, maxBitrate }) => {
    const wishes = streams.map(({ producerId, ...wish }) => [producerId, wish] as const);
    await media.watch(participantId, new Map(wishes), maxBitrate);
    return undefined;
  },
  "restart-ice": async (media, { epoch, participantId, direction, request }) => {
    const iceParameters = await media.restartIce(participantId, direction);
    return { type: "ice-restarted", epoch, participantId, direction, request, iceParameters };
  },
};

/** Carries out one order; resolves with the report that answers it, if one does. Rejects only where no report says so. */
export function execute(media: RoomMedia, order: MediaOrder, log: Log): Promise<Report | undefined> {
  const handler = HANDLERS[order.type] as Handlers[MediaOrder["type"]] as (
    media: RoomMedia,
    order: MediaOrder,
    log: Log,
  ) => Promise<Report | undefined>;
  return handler(media, order, log);
}
