import type { ConsumerParameters, RtpParameters, TransportParameters } from "../../../protocol/rtp.ts";

/** What a node gives somebody who comes: both transports, connected to their fingerprint, and a flowing consumer of each producer. */
export interface Place {
  readonly send: TransportParameters;
  readonly receive: TransportParameters;
  readonly consumers: readonly ConsumerParameters[];
}

/** A consumer, and whose it is. */
export interface OwnedConsumer {
  readonly participantId: string;
  readonly consumer: ConsumerParameters;
}

/** A stream that somebody begins to send. */
export interface Stream {
  readonly participantId: string;
  readonly producerId: string;
  readonly kind: "audio" | "video";
  readonly rtpParameters: RtpParameters;
}

/** A room on a node. */
export interface MediaRoom {
  attach(participantId: string, fingerprint: string): Promise<Place>;
  /** Begins a stream; everybody else there gets a paused consumer of it. */
  produce(stream: Stream): Promise<readonly OwnedConsumer[]>;
  start(participantId: string, consumerIds: readonly string[]): Promise<void>;
}

/** A media node that is measured: Nearcast's, or what it is held against. */
export interface Site {
  /** Its Node process and its mediasoup workers. */
  readonly pids: readonly number[];
  openRoom(): Promise<MediaRoom>;
  stop(): Promise<void>;
}
