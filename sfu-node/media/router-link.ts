import type { types } from "mediasoup";
import { SOCKET_BUFFER_BYTES } from "./media-worker.ts";
import { KEY_FRAME_REQUEST_DELAY_MS, type LayeredProducer } from "./participant-media.ts";
import { PipeDemand } from "./pipe-demand.ts";

type Ends = readonly [types.PipeTransport, types.PipeTransport];

/** Two routers of one room that are connected, by SRTP. Each stream that is wanted beyond goes through once. */
export class RouterLink {
  readonly #ends: Ends;

  private constructor(ends: Ends) {
    this.#ends = ends;
  }

  /** Connects two routers of this machine. @throws where mediasoup refuses; then nothing is left. */
  static async open(one: types.Router, other: types.Router): Promise<RouterLink> {
    const opened = await Promise.allSettled([openEnd(one), openEnd(other)]);
    const ends = opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    try {
      const [left, right] = ends;
      if (left === undefined || right === undefined)
        throw new Error("a pipe has only one end", { cause: opened });
      await Promise.all([connect(left, right), connect(right, left)]);
      return new RouterLink([left, right]);
    } catch (error) {
      for (const end of ends) end.close();
      throw error;
    }
  }

  /**
   * Makes a producer of one router known to the other, under the same id, and returns what it is there. It ends with the producer.
   *
   * @throws where mediasoup refuses; then nothing is left.
   */
  async pipe(producer: LayeredProducer, from: types.Router): Promise<LayeredProducer> {
    const [left, right] = this.#ends;
    const [near, far] = left.appData.routerId === from.id ? [left, right] : [right, left];
    const into = await near.consume({ producerId: producer.id });
    try {
      const beyond = await far.produce({
        id: producer.id,
        kind: into.kind,
        rtpParameters: into.rtpParameters,
        paused: into.producerPaused,
        keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY_MS,
        appData: { ladder: producer.appData.ladder, demand: new PipeDemand(into) },
      });
      tie(into, beyond);
      return beyond;
    } catch (error) {
      into.close();
      throw error;
    }
  }
}

function openEnd(router: types.Router): Promise<types.PipeTransport> {
  return router.createPipeTransport({
    listenInfo: {
      protocol: "udp",
      ip: "127.0.0.1",
      sendBufferSize: SOCKET_BUFFER_BYTES,
      recvBufferSize: SOCKET_BUFFER_BYTES,
    },
    enableSrtp: true,
    enableRtx: true,
    appData: { routerId: router.id },
  });
}

async function connect(
  end: types.PipeTransport,
  { tuple, srtpParameters }: types.PipeTransport,
): Promise<void> {
  const srtp = srtpParameters === undefined ? {} : { srtpParameters };
  await end.connect({ ip: tuple.localAddress, port: tuple.localPort, ...srtp });
}

/** The two halves of a stream's way through a pipe pause and end together. */
function tie(into: types.Consumer, beyond: types.Producer): void {
  const ignore = () => undefined;
  into.on("producerpause", () => beyond.pause().catch(ignore));
  into.on("producerresume", () => beyond.resume().catch(ignore));
  into.observer.once("close", () => beyond.close());
  beyond.observer.once("close", () => into.close());
}
