import type { types } from "mediasoup";
import type { LayeredProducer } from "./participant-media.ts";
import { PipeDemand } from "./pipe-demand.ts";
import { describePiped, openPipe, sendInto, takeFrom } from "./pipe-transport.ts";

/** Of one machine's routers. */
const LOOPBACK = { ip: "127.0.0.1" };

interface End {
  readonly router: types.Router;
  readonly transport: types.PipeTransport;
}

/** Two routers of one room that are connected, by SRTP. Each stream that is wanted beyond goes through once. */
export class RouterLink {
  readonly #ends: readonly [End, End];

  private constructor(ends: readonly [End, End]) {
    this.#ends = ends;
  }

  /** Connects two routers of this machine. @throws where mediasoup refuses; then nothing is left. */
  static async open(one: types.Router, other: types.Router): Promise<RouterLink> {
    const opened = await Promise.allSettled([openPipe(one, LOOPBACK), openPipe(other, LOOPBACK)]);
    const ends = opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    try {
      const [left, right] = ends;
      if (left === undefined || right === undefined)
        throw new Error("a pipe has only one end", { cause: opened });
      await Promise.all([connect(left, right), connect(right, left)]);
      return new RouterLink([
        { router: one, transport: left },
        { router: other, transport: right },
      ]);
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
    const [near, far] =
      left.router === from ? [left.transport, right.transport] : [right.transport, left.transport];
    const into = await sendInto(near, producer);
    try {
      const beyond = await takeFrom(far, producer.id, describePiped(into, producer), new PipeDemand(into));
      tie(into, beyond);
      // Where it comes from another node, that one is to know whether anybody beyond takes it.
      producer.appData.demand?.add(into);
      return beyond;
    } catch (error) {
      into.close();
      throw error;
    }
  }
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
