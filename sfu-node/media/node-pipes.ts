import { lookup } from "node:dns/promises";
import type { types } from "mediasoup";
import type { Family, Peer, PipedStream, PipeEnd, PipePeer } from "../../protocol/node/pipes.ts";
import { FarValve } from "./far-valve.ts";
import type { LayeredProducer } from "./participant-media.ts";
import { PipeDemand } from "./pipe-demand.ts";
import { PipeSilence } from "./pipe-silence.ts";
import { describePiped, openPipe, type PipeAddresses, sendInto, takeFrom } from "./pipe-transport.ts";

/** An end that is not connected to the other one when nothing has come there for so long (ms), could not be. */
const CONNECTED_WITHIN_MS = 6_000;

/** A pipe to a peer, and what goes into it. */
interface Pipe {
  readonly peer: Peer;
  readonly family: Family;
  readonly transport: types.PipeTransport;
  readonly sent: Map<string, types.Consumer>;
  readonly silence: PipeSilence;
  isConnected: boolean;
  /** mediasoup is asked what has come. A worker that hangs does not say. */
  isAsking: boolean;
}

/** A stream that came from a peer. */
interface Received {
  readonly producer: LayeredProducer;
  readonly valve: FarValve;
  readonly from: Pipe;
}

/** The pipes of one room to the other nodes that serve it. They end on one router, from which streams go on to the node's others. */
export class NodePipes {
  readonly #router: types.Router;
  readonly #addresses: PipeAddresses;
  readonly #tellFlow: (producerId: string, flows: boolean) => void;
  readonly #pipes = new Map<string, Pipe>();
  readonly #received = new Map<string, Received>();

  /** @param tellFlow whether anybody here takes a stream of a peer: for the room to tell the peer */
  constructor(
    router: types.Router,
    addresses: PipeAddresses,
    tellFlow: (producerId: string, flows: boolean) => void,
  ) {
    this.#router = router;
    this.#addresses = addresses;
    this.#tellFlow = tellFlow;
  }

  /** To whom there is a pipe. */
  peers(): Peer[] {
    return [...this.#pipes.values()].map(({ peer }) => peer);
  }

  /** What comes from peers. */
  received(): LayeredProducer[] {
    return [...this.#received.values()].map(({ producer }) => producer);
  }

  /** How many streams are sent into pipes: one that goes to several peers counts for each. */
  get sentCount(): number {
    return [...this.#pipes.values()].reduce((sum, { sent }) => sum + sent.size, 0);
  }

  /** Makes the ends that are missing, and closes the others. Resolves to where all ends are. @throws where mediasoup refuses, or this node lacks a family. */
  async setPeers(peers: readonly PipePeer[]): Promise<{ peer: Peer; end: PipeEnd }[]> {
    const wanted = new Map(peers.map((peer) => [keyOf(peer), peer]));
    for (const [key, { transport }] of this.#pipes) {
      if (wanted.has(key)) continue;
      this.#pipes.delete(key);
      transport.close();
    }
    for (const [key, { family, ...peer }] of wanted) {
      if (this.#pipes.has(key)) continue;
      const address = this.#addresses[family];
      if (address === undefined) throw new Error(`this node has no ${family}`);
      const transport = await openPipe(this.#router, address);
      const silence = new PipeSilence();
      this.#pipes.set(key, {
        peer,
        family,
        transport,
        sent: new Map(),
        silence,
        isConnected: false,
        isAsking: false,
      });
    }
    return [...this.#pipes.values()].map(({ peer, transport }) => ({ peer, end: endOf(transport) }));
  }

  /** Connects to the other end; nothing where it is connected. @throws where there is no pipe to the peer, or its host has no address. */
  async connect(peer: Peer, { host, port, srtp }: PipeEnd): Promise<void> {
    const pipe = this.#to(peer);
    if (pipe.isConnected) return;
    const { address: ip } = await lookup(host, { family: pipe.family === "ipv6" ? 6 : 4 });
    await pipe.transport.connect({ ip, port, srtpParameters: srtp as types.SrtpParameters });
    pipe.isConnected = true;
  }

  /** Sends a producer of this router to a peer, once. @throws where there is no pipe to the peer, or mediasoup refuses. */
  async send(producer: LayeredProducer, peer: Peer): Promise<PipedStream> {
    const { sent, transport } = this.#to(peer);
    const known = sent.get(producer.id);
    if (known !== undefined) return describePiped(known, producer);
    const into = await sendInto(transport, producer);
    sent.set(producer.id, into);
    into.observer.once("close", () => sent.delete(producer.id));
    return describePiped(into, producer);
  }

  /** Lets a stream that is sent to a peer flow, or holds it back. */
  async setFlow(producerId: string, peer: Peer, flows: boolean): Promise<void> {
    const into = this.#pipes.get(keyOf(peer))?.sent.get(producerId);
    await (flows ? into?.resume() : into?.pause());
  }

  /** Makes a producer of what a peer sends, once. @throws where there is no pipe to the peer, or mediasoup refuses. */
  async receive(producerId: string, peer: Peer, stream: PipedStream): Promise<LayeredProducer> {
    const known = this.#received.get(producerId);
    if (known !== undefined) {
      known.valve.tellAgain();
      return known.producer;
    }
    const valve = new FarValve((flows) => this.#tellFlow(producerId, flows));
    const from = this.#to(peer);
    const producer = await takeFrom(from.transport, producerId, stream, new PipeDemand(valve));
    this.#received.set(producerId, { producer, valve, from });
    producer.observer.once("close", () => {
      valve.close();
      this.#received.delete(producerId);
    });
    return producer;
  }

  /** The peers of whom nothing has come for too long (ms), although streams go through the pipe. To be asked every `PIPE_CHECK_MS`. */
  async silent(): Promise<{ peer: Peer; silentMs: number }[]> {
    const looks = [...this.#pipes.values()].map(async (pipe) => {
      const silentMs = await this.#look(pipe).catch(() => null);
      return silentMs === null ? [] : [{ peer: pipe.peer, silentMs }];
    });
    return (await Promise.all(looks)).flat();
  }

  /** Whether what goes into the pipe to a peer, who has heard nothing for so long (ms), does not come out of it. @throws where there is none. */
  async isBroken(peer: Peer, silentMs: number): Promise<boolean> {
    const { transport, silence, isConnected } = this.#to(peer);
    if (!isConnected) return silentMs >= CONNECTED_WITHIN_MS;
    const [stats] = await transport.getStats();
    return silence.isBroken(stats?.bytesSent ?? 0, silentMs, performance.now());
  }

  /** Rejects where the pipe closes meanwhile. */
  async #look(pipe: Pipe): Promise<number | null> {
    if (!this.#carries(pipe)) return pipe.silence.look(null, performance.now());
    if (pipe.isAsking) return null;
    pipe.isAsking = true;
    try {
      const [stats] = await pipe.transport.getStats();
      // What comes before it is connected is taken by nobody.
      return pipe.silence.look(pipe.isConnected ? (stats?.bytesReceived ?? 0) : 0, performance.now());
    } finally {
      pipe.isAsking = false;
    }
  }

  /** Whether anything flows through a pipe, either way: of what is sent its other end reports how it comes. */
  #carries(pipe: Pipe): boolean {
    return (
      [...pipe.sent.values()].some(({ paused, producerPaused }) => !paused && !producerPaused) ||
      [...this.#received.values()].some(
        ({ producer, valve, from }) => from === pipe && !producer.paused && !valve.paused,
      )
    );
  }

  #to(peer: Peer): Pipe {
    const pipe = this.#pipes.get(keyOf(peer));
    if (pipe === undefined) throw new Error(`there is no pipe to ${keyOf(peer)}`);
    return pipe;
  }
}

function keyOf({ nodeId, epoch }: Peer): string {
  return `${nodeId} ${epoch}`;
}

function endOf({ tuple, srtpParameters }: types.PipeTransport): PipeEnd {
  if (srtpParameters === undefined) throw new Error("the pipe has no key");
  return { host: tuple.localAddress, port: tuple.localPort, srtp: srtpParameters };
}
