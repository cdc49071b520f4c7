import { join } from "node:path";
import { ROUTER_RTP_CAPABILITIES } from "../../../protocol/codecs.ts";
import type { Peer, PipeEnd } from "../../../protocol/node/pipes.ts";
import { ROOT } from "../../../scripts/cli/paths.ts";
import { startChild } from "../../../scripts/process/child.ts";
import { type ControlPeer, FakeEdge, type RoomPeer } from "../../../sfu-node/testing/fake-edge.ts";
import { testEnvironment } from "../../../sfu-node/testing/fixtures.ts";
import { childrenOf } from "../room/cpu-time.ts";
import type { MediaRoom, OwnedConsumer, Place, Site, Stream } from "./site.ts";

const EPOCH = 1;
const START_LIMIT_MS = 30_000;

/** A node of Nearcast: the real program in a process of its own, set up as an operator has it, with the bench as its edge. */
export class NearcastSite implements Site {
  readonly pids: readonly number[];
  readonly #edge: FakeEdge;
  readonly #control: ControlPeer;
  readonly #stop: () => Promise<void>;

  private constructor(
    pids: readonly number[],
    edge: FakeEdge,
    control: ControlPeer,
    stop: () => Promise<void>,
  ) {
    this.pids = pids;
    this.#edge = edge;
    this.#control = control;
    this.#stop = stop;
  }

  /** @param environment what differs from the node's own defaults, by the names that operators use */
  static async start(environment: Readonly<Record<string, string>> = {}): Promise<NearcastSite> {
    const edge = await FakeEdge.start();
    // How many workers it has is left to the program: one for each core.
    const { WORKERS: _, ...settings } = testEnvironment(edge);
    const child = await startChild({
      name: "The media node",
      command: process.execPath,
      args: [join(ROOT, "sfu-node/main.ts")],
      env: { ...settings, LOG_LEVEL: "warn", WORKERS: undefined, ...environment },
    });
    const control = await Promise.race([
      edge.register(START_LIMIT_MS),
      child.exited.then(() => {
        throw new Error(`the media node ended: ${child.lastLines().join("\n")}`);
      }),
    ]);
    const stop = async () => {
      await child.stop();
      edge.close();
    };
    return new NearcastSite([child.pid, ...(await childrenOf(child.pid))], edge, control, stop);
  }

  async openRoom(): Promise<NearcastRoom> {
    const { room } = await this.#edge.serve(this.#control);
    return new NearcastRoom(room);
  }

  stop(): Promise<void> {
    return this.#stop();
  }
}

/** A room of a node's, as its edge orders it. One order at a time. */
export class NearcastRoom implements MediaRoom {
  readonly peer: RoomPeer;

  constructor(peer: RoomPeer) {
    this.peer = peer;
  }

  async attach(participantId: string, fingerprint: string): Promise<Place> {
    this.peer.send({
      type: "attach",
      epoch: EPOCH,
      participantId,
      rtpCapabilities: ROUTER_RTP_CAPABILITIES,
      dtlsParameters: { fingerprints: [{ algorithm: "sha-256", value: fingerprint }] },
    });
    return (await this.peer.next("attached")).media;
  }

  async produce(stream: Stream): Promise<readonly OwnedConsumer[]> {
    this.peer.send({ type: "produce", epoch: EPOCH, paused: false, ...stream });
    return (await this.peer.next("produced")).consumers;
  }

  async start(participantId: string, consumerIds: readonly string[]): Promise<void> {
    this.peer.send({ type: "start-consumers", epoch: EPOCH, participantId, consumerIds: [...consumerIds] });
  }
}

/** Brings a stream from the node that it is sent to, to another one, as the edge has nodes do it. Both are new rooms. */
export async function pipe(producerId: string, from: NearcastRoom, to: NearcastRoom): Promise<void> {
  const [near, far] = [
    { nodeId: "near", epoch: EPOCH },
    { nodeId: "far", epoch: EPOCH },
  ];
  const ends = { near: await endTowards(from, far), far: await endTowards(to, near) };
  from.peer.send({ type: "connect-pipe", epoch: EPOCH, peer: far, end: ends.far });
  to.peer.send({ type: "connect-pipe", epoch: EPOCH, peer: near, end: ends.near });
  from.peer.send({ type: "pipe", epoch: EPOCH, producerId, peer: far });
  const { stream } = await from.peer.next("piped");
  to.peer.send({ type: "receive", epoch: EPOCH, producerId, peer: near, stream });
  await to.peer.next("received");
}

async function endTowards({ peer: room }: NearcastRoom, peer: Peer): Promise<PipeEnd> {
  room.send({ type: "set-peers", epoch: EPOCH, peers: [{ ...peer, family: "ipv4" }] });
  const [made] = (await room.next("pipe-ends")).ends;
  if (made === undefined) throw new Error("the node made no end of a pipe");
  return made.end;
}
