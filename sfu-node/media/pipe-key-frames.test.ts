import type { types } from "mediasoup";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Peer } from "../../protocol/node/pipes.ts";
import { mediaSettings } from "../testing/fixtures.ts";
import { Picture } from "../testing/picture.ts";
import { MediaWorker } from "./media-worker.ts";
import { NodePipes } from "./node-pipes.ts";
import type { LayeredProducer } from "./participant-media.ts";

const PATIENCE = { timeout: 10_000 };
const VIEWERS = 8;
/** Sent every 50 ms, these take longer than two requests that are held back, one after the other. */
const FRAMES = 20;

/** A node: a worker, and the end of the pipe to the other one. */
interface Site {
  readonly peer: Peer;
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly pipes: NodePipes;
}

let near: Site;
let far: Site;

beforeEach(async () => {
  [near, far] = await Promise.all([open("near"), open("far")]);
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const)
    for (const { end } of await one.pipes.setPeers([{ ...other.peer, family: "ipv4" }])) {
      await other.pipes.setPeers([{ ...one.peer, family: "ipv4" }]);
      await other.pipes.connect(one.peer, end);
    }
});
afterEach(() => {
  near.worker.close();
  far.worker.close();
});

async function open(nodeId: string): Promise<Site> {
  const worker = await MediaWorker.create(0, mediaSettings(), () => undefined);
  const { router } = await worker.createRouter();
  const addresses = { ipv4: { ip: "127.0.0.1", portRange: { min: 44_500, max: 44_999 } } };
  const pipes = new NodePipes(router, addresses, () => undefined);
  return { peer: { nodeId, epoch: 1 }, worker, router, pipes };
}

/** Counts how often the sender of a producer is asked for a key frame. */
async function countRequests(producer: LayeredProducer): Promise<{ readonly asked: number }> {
  const counted = { asked: 0 };
  producer.on("trace", ({ type }) => {
    if (type === "pli") counted.asked += 1;
  });
  await producer.enableTraceEvent(["pli"]);
  return counted;
}

/** Somebody who watches, and says by RTCP that they need a key frame (PLI, RFC 4585). */
async function watch(producer: LayeredProducer) {
  const transport = await far.router.createDirectTransport();
  const { rtpCapabilities } = far.router;
  const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities });
  producer.appData.demand?.add(consumer);
  const viewer = { received: 0, askForKeyFrame };
  consumer.on("rtp", () => {
    viewer.received += 1;
  });
  const ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc ?? 0;
  async function askForKeyFrame(): Promise<void> {
    const pli = Buffer.alloc(12);
    pli.writeUInt8(0x81, 0);
    pli.writeUInt8(206, 1);
    pli.writeUInt16BE(2, 2);
    pli.writeUInt32BE(1, 4);
    pli.writeUInt32BE(ssrc, 8);
    await transport.sendRtcp(pli);
  }
  return viewer;
}

/** Resolves when everybody has seen so many frames more. In that time, whoever holds a request back has let it go. */
async function show(
  picture: Picture,
  viewers: readonly { received: number }[],
  frames: number,
): Promise<void> {
  const before = Math.min(...viewers.map(({ received }) => received));
  await expect
    .poll(() => {
      picture.send();
      return Math.min(...viewers.map(({ received }) => received)) - before;
    }, PATIENCE)
    .toBeGreaterThanOrEqual(frames);
}

test("many who watch behind a pipe and want a key frame at once have it asked for no more often than two would", {
  timeout: 30_000,
}, async () => {
  const picture = await Picture.begin(near.router);
  const stream = await near.pipes.send(picture.producer, far.peer);
  const beyond = await far.pipes.receive(picture.producer.id, near.peer, stream);
  const viewers = await Promise.all(Array.from({ length: VIEWERS }, () => watch(beyond)));
  // What they ask for as they begin to watch is over by then.
  await show(picture, viewers, FRAMES);
  const [ofNode, ofSender] = [await countRequests(beyond), await countRequests(picture.producer)];
  for (const viewer of viewers) await viewer.askForKeyFrame();
  await show(picture, viewers, FRAMES);
  // The first of them is asked for at once, and one more for all others, as soon as a browser would hear it.
  expect({ ofNode, ofSender }).toEqual({ ofNode: { asked: 2 }, ofSender: { asked: 2 } });
});
