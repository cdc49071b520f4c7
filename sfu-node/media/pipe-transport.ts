import type { types } from "mediasoup";
import type { Family, PipedStream } from "../../protocol/node/pipes.ts";
import type { RtpParameters } from "../../protocol/rtp.ts";
import { Frames, KEY_FRAME_REQUEST_DELAY_MS } from "./frames.ts";
import { SOCKET_BUFFER_BYTES } from "./media-worker.ts";
import type { LayeredProducer } from "./participant-media.ts";
import type { PipeDemand } from "./pipe-demand.ts";

/** Where an end of a pipe listens. */
type PipeAddress = Pick<types.TransportListenInfo, "ip" | "announcedAddress" | "portRange">;
/** The same, of each family that a node has. */
export type PipeAddresses = Readonly<Partial<Record<Family, PipeAddress>>>;

/** Makes one end of a pipe on a router, which encrypts by SRTP. @throws where mediasoup refuses, or no port is free. */
export function openPipe(router: types.Router, address: PipeAddress): Promise<types.PipeTransport> {
  return router.createPipeTransport({
    listenInfo: {
      protocol: "udp",
      ...address,
      sendBufferSize: SOCKET_BUFFER_BYTES,
      recvBufferSize: SOCKET_BUFFER_BYTES,
    },
    enableSrtp: true,
    enableRtx: true,
  });
}

/** Sends a producer of this end's router into the pipe. @throws where mediasoup refuses. */
export function sendInto(pipe: types.PipeTransport, producer: LayeredProducer): Promise<types.Consumer> {
  return pipe.consume({ producerId: producer.id });
}

/** What the other end has to know of a stream that is sent into the pipe. */
export function describePiped(into: types.Consumer, { appData }: LayeredProducer): PipedStream {
  const { kind, rtpParameters, producerPaused: paused } = into;
  return { kind, rtpParameters: rtpParameters as RtpParameters, paused, ladder: appData.ladder };
}

/** Makes a producer of a stream that comes out of the pipe, under the id that it has everywhere. @throws where mediasoup refuses. */
export async function takeFrom(
  pipe: types.PipeTransport,
  id: string,
  { kind, rtpParameters, paused, ladder }: PipedStream,
  demand: PipeDemand,
): Promise<LayeredProducer> {
  const producer: LayeredProducer = await pipe.produce({
    id,
    kind,
    rtpParameters: rtpParameters as types.RtpParameters,
    paused,
    keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY_MS,
    appData: { ladder, demand, frames: new Frames() },
  });
  await producer.appData.frames.start(producer);
  return producer;
}
