import { LIMITS } from "../../../protocol/limits.ts";
import type { Figure } from "../report/figure.ts";
import { type Bare, startBareServer, startBareWorker } from "./bare.ts";
import { costOf } from "./cpu-time.ts";
import { Crowd, type CrowdSize } from "./crowd.ts";
import { nearcastRooms } from "./nearcast.ts";
import type { Target } from "./target.ts";

const ROUNDS = 5;
const SIZES: readonly CrowdSize[] = [
  { rooms: 10, perRoom: 10, writers: 10, messagesEach: 10 },
  { rooms: 1, perRoom: 100, writers: 100, messagesEach: 5 },
  // As many as a room holds.
  { rooms: 1, perRoom: LIMITS.participantsPerRoom, writers: 50, messagesEach: 1 },
];
/** Chat waits for a second before it goes on to the database; that is part of what it costs. */
const CHAT_REST_MS = 1_250;
const REST_MS = 300;

export interface LoadOptions {
  readonly origin: string;
  readonly stateDirectory: string;
  /** The first item that a real page has sent. */
  readonly pageJoin: object;
  readonly report: (detail: string) => void;
}

/** Per second of CPU. */
interface Rates {
  readonly joins: number;
  readonly deliveries: number;
}

/** A server, and what it did in each round, by the size of the crowd. */
interface Contender {
  readonly what: string;
  readonly target: Target;
  readonly rounds: Rates[][];
}

/** How much a room's server gets out of its CPU: joins, and deliveries of chat. The servers take turns. */
export async function measureRoomLoad(options: LoadOptions): Promise<Figure[]> {
  const { origin, stateDirectory, pageJoin, report } = options;
  report("warming up");
  const own = contender("Nearcast", await nearcastRooms(origin, stateDirectory, pageJoin));
  // The first round warms the engines up and does not count; it also shows what an answer is like.
  const bareOptions = { pageJoin, media: await warmUp(own.target) };
  const running: Bare[] = [];
  try {
    running.push(await startBareServer(bareOptions));
    running.push(await startBareWorker(bareOptions, stateDirectory));
    const names = ["bare ws server", "bare Durable Object"];
    const peers = running.map(({ target }, index) => contender(names[index] ?? "", target));
    for (const { target } of peers) await warmUp(target);
    for (let round = 0; round < ROUNDS; round++) {
      report(`round ${round + 1} of ${ROUNDS}`);
      for (const index of SIZES.keys())
        for (const { target, rounds } of [own, ...peers])
          rounds[index]?.push(await measureRound(target, index));
    }
    return SIZES.flatMap((_, index) => peers.flatMap((peer) => figuresOf(index, own, peer)));
  } finally {
    await Promise.all(running.map(({ child }) => child.stop()));
  }
}

function contender(what: string, target: Target): Contender {
  return { what, target, rounds: SIZES.map(() => []) };
}

/** Returns what the last join was answered with. */
async function warmUp(target: Target): Promise<string> {
  let media = "";
  for (const index of SIZES.keys()) {
    const crowd = crowdOf(target, index);
    await crowd.prepare();
    await crowd.join();
    await crowd.chat();
    await crowd.leave();
    media = crowd.lastMedia;
  }
  return media;
}

async function measureRound(target: Target, index: number): Promise<Rates> {
  const crowd = crowdOf(target, index);
  await crowd.prepare();
  await costOf(target.pid, async () => {}, REST_MS);
  const joining = await costOf(target.pid, () => crowd.join(), REST_MS);
  const chatting = await costOf(target.pid, () => crowd.chat(), CHAT_REST_MS);
  await crowd.leave();
  return { joins: crowd.joins / joining, deliveries: crowd.deliveries / chatting };
}

function crowdOf(target: Target, index: number): Crowd {
  const before = SIZES.slice(0, index).reduce((sum, { rooms }) => sum + rooms, 0);
  return new Crowd(target, SIZES[index] as CrowdSize, before);
}

function figuresOf(index: number, own: Contender, peer: Contender): Figure[] {
  const figure = (name: string, rate: (rates: Rates) => number): Figure => ({
    name: `${name}, rooms of ${SIZES[index]?.perRoom}`,
    unit: "per CPU-second",
    better: "higher",
    nearcast: (own.rounds[index] ?? []).map(rate),
    against: { kind: "peer", what: peer.what, samples: (peer.rounds[index] ?? []).map(rate) },
  });
  return [figure("Joins", ({ joins }) => joins), figure("Chat deliveries", ({ deliveries }) => deliveries)];
}
