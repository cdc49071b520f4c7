import { setTimeout as delay } from "node:timers/promises";
import type { Figure } from "../report/figure.ts";
import { cpuSeconds } from "../room/cpu-time.ts";
import type { Scene } from "./scene.ts";

const ROUNDS = 5;
const FRAMES_PER_SECOND = 30;
/** Some 2.6 Mbit/s: what a camera or a moving screen of 1080p takes. */
const PACKETS_PER_FRAME = 9;
const FRAMES = 2 * FRAMES_PER_SECOND;
/** When for so long nothing has come, all has. */
const REST_MS = 200;

/** Nearcast's room, and those that it is held against. */
export interface Forwarders {
  readonly nearcast: Scene;
  readonly bare: Scene;
  readonly plain: Scene;
}

/** How many packets a node sends on per second of the CPU time of all its processes, in turns. */
export async function measureForwarding(
  { nearcast, bare, plain }: Forwarders,
  report: (detail: string) => void,
): Promise<Figure[]> {
  const rates = { nearcast: [] as number[], bare: [] as number[], plain: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    report(round < 0 ? "forwarding, warming up" : `forwarding, round ${round + 1} of ${ROUNDS}`);
    const measured = {
      nearcast: await rateOf(nearcast),
      bare: await rateOf(bare),
      plain: await rateOf(plain),
    };
    if (round < 0) continue;
    rates.nearcast.push(measured.nearcast);
    rates.bare.push(measured.bare);
    rates.plain.push(measured.plain);
  }
  const perStream = FRAMES_PER_SECOND * PACKETS_PER_FRAME;
  const figure = (what: string, others: readonly number[]): Figure => ({
    name: "Packets forwarded by SRTP",
    unit: "per CPU-second",
    better: "higher",
    nearcast: rates.nearcast,
    against: { kind: "peer", what, samples: others },
  });
  return [
    figure("bare mediasoup", rates.bare),
    figure("bare mediasoup without SRTP", rates.plain),
    {
      name: `Consumers of a picture of ${perStream} packets a second`,
      unit: "per core",
      better: "higher",
      nearcast: rates.nearcast.map((rate) => rate / perStream),
      against: {
        kind: "peer",
        what: "bare mediasoup",
        samples: rates.bare.map((rate) => rate / perStream),
      },
    },
  ];
}

async function rateOf({ pids, senders, count }: Scene): Promise<number> {
  // Made before the clock runs: encrypting them takes the bench longer than sending them.
  const frames = Array.from({ length: FRAMES }, (_, index) =>
    senders.map((sender) => ({ sender, ...sender.frame(PACKETS_PER_FRAME, index === 0) })),
  );
  await count();
  const before = await usedBy(pids);
  const begun = performance.now();
  for (const [index, parts] of frames.entries()) {
    await delay(Math.max(0, begun + (index * 1_000) / FRAMES_PER_SECOND - performance.now()));
    for (const { sender, datagrams } of parts) sender.send(datagrams);
  }
  const delivered = await countAll(count);
  return delivered / ((await usedBy(pids)) - before);
}

/**
 * What viewers receive until nothing comes any more. On a busy machine packets are lost before the node has read them; those cost it
 * nothing, and do not count.
 */
async function countAll(count: Scene["count"]): Promise<number> {
  let all = await count();
  for (let came = 1; came > 0; all += came) {
    await delay(REST_MS);
    came = await count();
  }
  return all;
}

async function usedBy(pids: readonly number[]): Promise<number> {
  const used = await Promise.all(pids.map(cpuSeconds));
  return used.reduce((sum, seconds) => sum + seconds, 0);
}
