import type { types } from "mediasoup-client";
import type { Source } from "../../../protocol/room/producers.ts";
import type { ServingNode } from "../../../protocol/rtp.ts";
import { sendsNothing } from "./sends-nothing.ts";
import type { StatsSource } from "./stats-source.ts";

/** What goes by the media node. */
export interface NodeStreams {
  readonly node: ServingNode;
  readonly selfId: string;
  readonly producers: readonly Sent[];
  readonly consumers: readonly Received[];
  /** Whether a stream of somebody else is paused by its owner, not asked for, or comes another way. */
  isIdle(producerId: string): boolean;
}

interface Sent {
  readonly producerId: string;
  readonly source: Source;
  readonly paused: boolean;
  readonly producer: types.Producer;
}

interface Received {
  readonly producerId: string;
  readonly participantId: string;
  readonly source: Source;
  readonly consumer: types.Consumer;
}

/** All that goes by the media node, to be asked how it is. */
export function nodeSources({ node, selfId, producers, consumers, isIdle }: NodeStreams): StatsSource[] {
  const route = { kind: "node", node } as const;
  return [
    ...producers.map(({ producerId, source, paused, producer }): StatsSource => {
      const getReport = () => producer.getStats();
      const idle = paused || sendsNothing(producer.rtpSender);
      return { producerId, participantId: selfId, source, direction: "out", route, idle, getReport };
    }),
    ...consumers.map(({ producerId, participantId, source, consumer }): StatsSource => {
      const getReport = () => consumer.getStats();
      const idle = isIdle(producerId);
      return { producerId, participantId, source, direction: "in", route, idle, getReport };
    }),
  ];
}
