import type { types } from "mediasoup-client";
import type { Session as Pass } from "../../protocol/api.ts";
import { parseFrame } from "../../protocol/frame.ts";
import type { TransportDirection } from "../../protocol/room/producers.ts";
import { TO_PAGE } from "../../protocol/room/to-page.ts";
import type { MediaOffer } from "../../protocol/rtp.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { INCOMING, type Outgoing } from "./connection.ts";
import { speakEarly } from "./early-socket.ts";
import { iceServersOf } from "./ice-servers.ts";
import { createTransport, type PreparedMedia } from "./media.ts";

/** What is ready before somebody joins. */
export interface Reserved extends Readonly<Record<TransportDirection, types.Transport>> {
  /** What is set up, or is about to be, by its id. Nothing flows by it yet. */
  readonly consumers: Map<string, Promise<types.Consumer>>;
  /** The ids of those that are set up, */
  readonly ready: Set<string>;
  /** and of those among them of which the join has said so: they flow when it is answered. */
  readonly told: Set<string>;
}

const DIRECTIONS = ["send", "receive"] as const;
/** Under this name the receiving transport negotiates a stream that never comes. */
const NOBODY = "nobody";

let reserved: Reserved | null = null;

/**
 * Has the node make this page's transports and consumers before somebody joins, connects the transport by which they will receive, and
 * sets up the consumers: three round trips to the node for ICE and DTLS, and the browser's negotiation, are over by the time they do. Where
 * nothing comes of it, the join brings its own.
 */
export function reserveTransports(prepared: PreparedMedia, pass: Pass): void {
  const { token } = pass;
  const { capabilities } = prepared;
  const message: Outgoing = { type: "reserve", version: PROTOCOL_VERSION, token, ...capabilities };
  speakEarly(pass.roomId, JSON.stringify([message]), {
    heard: (frame) => {
      for (const item of parseFrame(TO_PAGE, frame, INCOMING))
        if ("message" in item && item.message.type === "reserved") use(prepared, pass, item.message);
    },
    closed: dropReserved,
  });
}

/** The ids of the consumers that are set up, to be told to the room by a join: they flow when that is answered. */
export function tellReady(): string[] {
  for (const id of reserved?.ready ?? []) reserved?.told.add(id);
  return [...(reserved?.told ?? [])];
}

/**
 * What was reserved, where it is the transports of this offer; but for consumers of what has ended since, which are closed. It is
 * the caller's from then on; all else is closed.
 */
export function takeReserved(offer: MediaOffer): Reserved | null {
  const taken = reserved;
  const fits = taken !== null && DIRECTIONS.every((direction) => taken[direction].id === offer[direction].id);
  if (!fits) dropReserved();
  reserved = null;
  if (!fits) return null;
  const offered = new Set(offer.consumers.map(({ id }) => id));
  for (const [id, consumer] of taken.consumers)
    if (!offered.has(id)) consumer.then((made) => made.close()).catch(() => undefined);
  return taken;
}

function use(prepared: PreparedMedia, { ice, room }: Pass, offer: MediaOffer): void {
  dropReserved();
  const servers = iceServersOf(ice);
  const made: Reserved = {
    send: createTransport(prepared, "send", offer.send, servers),
    receive: createTransport(prepared, "receive", offer.receive, servers),
    consumers: new Map(),
    ready: new Set(),
    told: new Set(),
  };
  reserved = made;
  // What is encrypted is set up when its keys are there.
  const streams = room.encrypted ? [] : offer.consumers;
  for (const parameters of streams) {
    const { id } = parameters;
    const consumer = made.receive.consume(parameters as types.ConsumerOptions);
    made.consumers.set(id, consumer);
    consumer.then(
      () => made.ready.add(id),
      () => made.consumers.delete(id),
    );
  }
  // What does not connect now does so by the first stream of the join.
  if (streams.length === 0) connect(prepared, made.receive).catch(() => undefined);
}

/**
 * A browser connects by what it negotiates, which is a stream: one of which nothing is ever sent will do. It is one of sound, since
 * mediasoup-client has the first picture's header extensions stand for those of the node's probes of bandwidth, too, and without
 * feedback on them the node would take them for lost.
 */
async function connect({ device }: PreparedMedia, receive: types.Transport): Promise<void> {
  const codec = device.recvRtpCapabilities.codecs?.find(({ kind }) => kind === "audio");
  if (codec?.preferredPayloadType === undefined) return;
  const { mimeType, clockRate, channels = 2, preferredPayloadType: payloadType } = codec;
  await receive.consume({
    id: NOBODY,
    producerId: NOBODY,
    kind: "audio",
    rtpParameters: {
      mid: NOBODY,
      codecs: [{ mimeType, clockRate, channels, payloadType }],
      encodings: [{ ssrc: 1 }],
      rtcp: { cname: NOBODY },
    },
  });
}

/** Closes what was reserved, where nobody has taken it. */
export function dropReserved(): void {
  if (reserved !== null) for (const direction of DIRECTIONS) reserved[direction].close();
  reserved = null;
}
