import type { types } from "mediasoup-client";
import type { Session as Pass } from "../../protocol/api.ts";
import { parseFrame } from "../../protocol/frame.ts";
import type { TransportDirection } from "../../protocol/room/producers.ts";
import { TO_PAGE } from "../../protocol/room/to-page.ts";
import type { MediaOffer, Transports } from "../../protocol/rtp.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { INCOMING, type Outgoing } from "./connection.ts";
import { speakEarly } from "./early-socket.ts";
import { iceServersOf } from "./ice-servers.ts";
import { createTransport, type PreparedMedia } from "./media.ts";

type Reserved = Readonly<Record<TransportDirection, types.Transport>>;

const DIRECTIONS = ["send", "receive"] as const;
/** Under this name the receiving transport negotiates a stream that never comes. */
const NOBODY = "nobody";

let reserved: Reserved | null = null;

/**
 * Has the node make this page's transports before somebody joins, and connects the one by which they will receive: ICE and
 * DTLS, three round trips to the node, are over by the time they do. Where nothing comes of it, the join brings its own.
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

/** The transports of an offer, where it is those that were reserved. They are the caller's from then on; all others are closed. */
export function takeReserved(offer: MediaOffer): Reserved | null {
  const taken = reserved;
  const fits = taken !== null && DIRECTIONS.every((direction) => taken[direction].id === offer[direction].id);
  if (!fits) dropReserved();
  reserved = null;
  return fits ? taken : null;
}

function use(prepared: PreparedMedia, { ice }: Pass, transports: Transports): void {
  dropReserved();
  const servers = iceServersOf(ice);
  reserved = {
    send: createTransport(prepared, "send", transports.send, servers),
    receive: createTransport(prepared, "receive", transports.receive, servers),
  };
  // What does not connect now does so by the first stream of the join.
  connect(prepared, reserved.receive).catch(() => undefined);
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
