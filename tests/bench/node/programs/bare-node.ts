import { createWorker, type types } from "mediasoup";
import { ROUTER_RTP_CAPABILITIES } from "../../../../protocol/codecs.ts";
import type { OwnedConsumer, Place, Stream } from "../site.ts";
import { answerBench } from "./answering.ts";

/**
 * What the node is held against: mediasoup with as little as possible around it. One worker, a router for each room, a
 * listener for each transport, and no thought of load, layers or loss. A second worker is there for a second hop.
 */
const LISTEN = {
  protocol: "udp",
  ip: "127.0.0.1",
  // Of a key frame that is sent at once, Linux's default keeps no more than the first 90 packets, and there would be nothing to time.
  recvBufferSize: 4 * 1024 * 1024,
  sendBufferSize: 4 * 1024 * 1024,
} as const;

interface Participant {
  readonly router: types.Router;
  readonly send: types.WebRtcTransport;
  readonly receive: types.WebRtcTransport;
  readonly consumers: Map<string, types.Consumer>;
}

interface Room {
  readonly participants: Map<string, Participant>;
  readonly producers: Map<string, { router: types.Router; producer: types.Producer }>;
}

const workers = await Promise.all([createWorker({ logLevel: "error" }), createWorker({ logLevel: "error" })]);
const rooms = new Map<string, Room>();
const routers = new Map<string, types.Router>();

async function routerOf(roomId: string, hop: number): Promise<types.Router> {
  const key = `${roomId} ${hop}`;
  const worker = workers[hop];
  if (worker === undefined) throw new Error(`there is no worker ${hop}`);
  const router =
    routers.get(key) ??
    (await worker.createRouter({
      mediaCodecs: [
        { kind: "audio", mimeType: "audio/opus", clockRate: 48_000, channels: 2, preferredPayloadType: 100 },
        { kind: "video", mimeType: "video/VP8", clockRate: 90_000, preferredPayloadType: 101 },
      ],
    }));
  routers.set(key, router);
  return router;
}

function roomOf(roomId: string): Room {
  const room = rooms.get(roomId) ?? { participants: new Map(), producers: new Map() };
  rooms.set(roomId, room);
  return room;
}

async function connected(router: types.Router, fingerprint: string): Promise<types.WebRtcTransport> {
  const transport = await router.createWebRtcTransport({ listenInfos: [LISTEN] });
  const fingerprints = [{ algorithm: "sha-256" as const, value: fingerprint }];
  await transport.connect({ dtlsParameters: { role: "client", fingerprints } });
  return transport;
}

async function consume(
  { router, receive, consumers }: Participant,
  room: Room,
  producerId: string,
  paused: boolean,
): Promise<OwnedConsumer["consumer"]> {
  const sent = room.producers.get(producerId);
  if (sent === undefined) throw new Error("nothing is sent");
  const isBeyond = sent.router !== router && !(await knows(router, producerId));
  if (isBeyond) await sent.router.pipeToRouter({ producerId, router });
  const rtpCapabilities = ROUTER_RTP_CAPABILITIES as types.RtpCapabilities;
  const consumer = await receive.consume({ producerId, rtpCapabilities, paused });
  consumers.set(consumer.id, consumer);
  const { id, kind, rtpParameters } = consumer;
  return { id, producerId, kind, rtpParameters: rtpParameters as OwnedConsumer["consumer"]["rtpParameters"] };
}

async function knows(router: types.Router, producerId: string): Promise<boolean> {
  const { mapProducerIdConsumerIds } = await router.dump();
  return mapProducerIdConsumerIds.some(({ key }) => key === producerId);
}

const answers = {
  async attach({
    roomId,
    participantId,
    fingerprint,
    hop,
  }: {
    roomId: string;
    participantId: string;
    fingerprint: string;
    /** 0 for who is where producers are, 1 behind a pipe. */
    hop: number;
  }): Promise<Place> {
    const room = roomOf(roomId);
    const router = await routerOf(roomId, hop);
    const [send, receive] = [await connected(router, fingerprint), await connected(router, fingerprint)];
    const participant = { router, send, receive, consumers: new Map() };
    const consumers: OwnedConsumer["consumer"][] = [];
    for (const producerId of room.producers.keys())
      consumers.push(await consume(participant, room, producerId, false));
    room.participants.set(participantId, participant);
    return { send: described(send), receive: described(receive), consumers };
  },

  async produce({ roomId, stream }: { roomId: string; stream: Stream }): Promise<readonly OwnedConsumer[]> {
    const room = roomOf(roomId);
    const owner = room.participants.get(stream.participantId);
    if (owner === undefined) throw new Error("the participant is not attached");
    const { producerId: id, kind } = stream;
    const rtpParameters = stream.rtpParameters as types.RtpParameters;
    const producer = await owner.send.produce({ id, kind, rtpParameters });
    room.producers.set(id, { router: owner.router, producer });
    const made: OwnedConsumer[] = [];
    for (const [participantId, participant] of room.participants)
      if (participant !== owner)
        made.push({ participantId, consumer: await consume(participant, room, id, true) });
    return made;
  },

  async start({
    roomId,
    participantId,
    consumerIds,
  }: {
    roomId: string;
    participantId: string;
    consumerIds: readonly string[];
  }): Promise<void> {
    const { consumers } = roomOf(roomId).participants.get(participantId) ?? {};
    for (const id of consumerIds) await consumers?.get(id)?.resume();
  },

  /** A producer without encryption. Returns the port that takes its packets. */
  async producePlainly({ roomId, stream }: { roomId: string; stream: Stream }): Promise<number> {
    const router = await routerOf(roomId, 0);
    const transport = await router.createPlainTransport({ listenInfo: LISTEN, comedia: true });
    const rtpParameters = stream.rtpParameters as types.RtpParameters;
    const producer = await transport.produce({ id: stream.producerId, kind: stream.kind, rtpParameters });
    roomOf(roomId).producers.set(producer.id, { router, producer });
    return transport.tuple.localPort;
  },

  /** Sends all that is sent plainly to a port of this machine. Returns the streams' SSRCs. */
  async consumePlainly({ roomId, port }: { roomId: string; port: number }): Promise<number[]> {
    const transport = await (await routerOf(roomId, 0)).createPlainTransport({ listenInfo: LISTEN });
    await transport.connect({ ip: "127.0.0.1", port });
    const rtpCapabilities = ROUTER_RTP_CAPABILITIES as types.RtpCapabilities;
    const ssrcs: number[] = [];
    for (const producerId of roomOf(roomId).producers.keys()) {
      const { rtpParameters } = await transport.consume({ producerId, rtpCapabilities });
      ssrcs.push(...(rtpParameters.encodings ?? []).flatMap(({ ssrc }) => ssrc ?? []));
    }
    return ssrcs;
  },
};
export type BareAnswers = typeof answers;

function described({ id, iceParameters, iceCandidates, dtlsParameters }: types.WebRtcTransport) {
  return { id, iceParameters, iceCandidates, dtlsParameters };
}

answerBench(answers);
