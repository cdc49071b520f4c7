import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { types } from "mediasoup";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Peer, PipeEnd } from "../../protocol/node/pipes.ts";
import { mediaSettings } from "../testing/fixtures.ts";
import { Picture } from "../testing/picture.ts";
import { MediaWorker } from "./media-worker.ts";
import { NodePipes } from "./node-pipes.ts";
import type { LayeredProducer } from "./participant-media.ts";
import { PIPE_CHECK_MS, PipeSilence } from "./pipe-silence.ts";

/** Looks so often whether anything has come, and gives what was told; `received` are the bytes until then. */
function looks(silence: PipeSilence, received: readonly (number | null)[]): (number | null)[] {
  return received.map((bytes, index) => silence.look(bytes, index * PIPE_CHECK_MS));
}

describe("the end that hears nothing", () => {
  test("says nothing while something comes, or nothing is to come", () => {
    expect(looks(new PipeSilence(), [0, 10, 10, 20, 20, 30])).toEqual(Array(6).fill(null));
    expect(looks(new PipeSilence(), [10, null, null, null, 10])).toEqual(Array(5).fill(null));
  });

  test("says for how long, three times in a row, and again after half a minute", () => {
    const told = looks(new PipeSilence(), Array(20).fill(7));
    expect(told.slice(0, 6)).toEqual([null, null, 4_000, 6_000, 8_000, null]);
    expect(told.flatMap((silentMs, look) => (silentMs === null ? [] : [look]))).toEqual([
      2, 3, 4, 17, 18, 19,
    ]);
  });
});

describe("the end that is not heard", () => {
  /** What it answers each time, when it has sent so much; silence began at 0. */
  function answers(asked: readonly (readonly [atMs: number, sent: number])[]): boolean[] {
    const silence = new PipeSilence();
    return asked.map(([atMs, sent]) => silence.isBroken(sent, atMs, atMs));
  }

  test("knows at the third time that what it sent is lost", () => {
    expect(answers([4_000, 6_000, 8_000].map((at) => [at, at]))).toEqual([false, false, true]);
  });

  test("has sent nothing, or only just begins to, and says so of nothing", () => {
    const asked = [4_000, 6_000, 8_000];
    expect(answers(asked.map((at) => [at, 500]))).toEqual([false, false, false]);
    expect(answers(asked.map((at) => [at, at > 7_000 ? 900 : 500]))).toEqual([false, false, false]);
  });

  test("does not count what it sent before the silence began, nor questions that come all at once", () => {
    const silence = new PipeSilence();
    expect(silence.isBroken(100, 4_000, 10_000)).toBe(false);
    expect(silence.isBroken(200, 4_000, 40_000)).toBe(false);
    expect(silence.isBroken(200, 6_000, 42_000)).toBe(false);
    const hurried = [4_000, 4_001, 4_002, 4_003].map((at) => [at, at] as const);
    expect(answers(hurried)).toEqual([false, false, false, false]);
  });
});

/** A node: a worker, and the end of the pipe to the other one. */
interface Site {
  readonly peer: Peer;
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly pipes: NodePipes;
}

/** The network between two nodes: each knows the other by a port of it, and it may carry nothing one way. */
class Wire {
  readonly #sockets = new Map<"near" | "far", { socket: Socket; to: number }>();
  /** What these nodes send is lost. */
  readonly lost = new Set<"near" | "far">();

  /** Where a node is reached whose pipe ends there. */
  async lead(to: "near" | "far", end: PipeEnd): Promise<PipeEnd> {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    this.#sockets.set(to, { socket, to: end.port });
    const [from, back] = to === "far" ? (["near", "far"] as const) : (["far", "near"] as const);
    socket.on("message", (packet) => {
      const way = this.#sockets.get(from);
      const target = this.#sockets.get(back);
      if (way && target && !this.lost.has(from)) way.socket.send(packet, target.to, "127.0.0.1");
    });
    return { ...end, port: socket.address().port };
  }

  close(): void {
    for (const { socket } of this.#sockets.values()) socket.close();
  }
}

describe("between two nodes", () => {
  let near: Site;
  let far: Site;
  let wire: Wire;
  let picture: Picture;
  let received: LayeredProducer | undefined;

  beforeEach(async () => {
    [near, far] = await Promise.all([open("near"), open("far")]);
    wire = new Wire();
    const [ofNear] = await near.pipes.setPeers([{ ...far.peer, family: "ipv4" }]);
    const [ofFar] = await far.pipes.setPeers([{ ...near.peer, family: "ipv4" }]);
    if (!ofNear || !ofFar) throw new Error("an end is missing");
    const ways = { near: await wire.lead("near", ofNear.end), far: await wire.lead("far", ofFar.end) };
    await far.pipes.connect(near.peer, ways.near);
    await near.pipes.connect(far.peer, ways.far);
    picture = await Picture.begin(near.router);
    await far.pipes.receive(
      picture.producer.id,
      near.peer,
      await near.pipes.send(picture.producer, far.peer),
    );
  });
  afterEach(() => {
    near.worker.close();
    far.worker.close();
    wire.close();
  });

  async function open(nodeId: string): Promise<Site> {
    const worker = await MediaWorker.create(0, mediaSettings(), () => undefined);
    const { router } = await worker.createRouter();
    const addresses = { ipv4: { ip: "127.0.0.1", portRange: { min: 44_500, max: 44_999 } } };
    return { peer: { nodeId, epoch: 1 }, worker, router, pipes: new NodePipes(router, addresses, () => {}) };
  }

  /** The picture goes on; whether one end hears nothing, and whether the other one says that the pipe is broken. */
  async function look(
    deaf: Site,
    other: Site,
    frames: number,
  ): Promise<{ silent: boolean; broken: boolean }> {
    for (let frame = 0; frame < frames; frame += 1) picture.send();
    const [told] = await deaf.pipes.silent();
    if (told === undefined) return { silent: false, broken: false };
    expect(told.peer).toEqual(other.peer);
    return { silent: true, broken: await other.pipes.isBroken(deaf.peer, told.silentMs) };
  }

  /** So many looks, as far apart as a node's: in that time each end reports on what it takes. */
  async function lookOn(deaf: Site, other: Site, { times, frames }: { times: number; frames: number }) {
    const seen: { silent: boolean; broken: boolean }[] = [];
    await expect
      .poll(async () => seen.push(await look(deaf, other, frames)), {
        interval: PIPE_CHECK_MS,
        timeout: 30_000,
      })
      .toBe(times);
    return seen;
  }

  test("a pipe that carries nothing one way is found broken", { timeout: 60_000 }, async () => {
    expect(await lookOn(far, near, { times: 3, frames: 3 })).toEqual(
      Array(3).fill({ silent: false, broken: false }),
    );
    wire.lost.add("near");
    const seen = await lookOn(far, near, { times: 6, frames: 3 });
    expect(seen.at(-1)).toEqual({ silent: false, broken: false });
    expect(seen.filter(({ broken }) => broken)).toHaveLength(1);
  });

  test("so it is where only what answers the picture is lost", { timeout: 60_000 }, async () => {
    await lookOn(near, far, { times: 3, frames: 3 });
    wire.lost.add("far");
    const seen = await lookOn(near, far, { times: 6, frames: 3 });
    expect(seen.filter(({ broken }) => broken)).toHaveLength(1);
  });

  test("a source that sends nothing breaks no pipe, and one that is paused is not missed", {
    timeout: 60_000,
  }, async () => {
    const seen = await lookOn(far, near, { times: 5, frames: 0 });
    expect(seen.map(({ silent }) => silent)).toEqual([false, false, true, true, true]);
    expect(seen.filter(({ broken }) => broken)).toEqual([]);
    for (const producer of [picture.producer, received]) await producer?.pause();
    const paused = await lookOn(far, near, { times: 4, frames: 3 });
    expect(paused.filter(({ silent }) => silent)).toEqual([]);
  });
});
