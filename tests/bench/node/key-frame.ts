import { setTimeout as delay } from "node:timers/promises";
import { type Figure, quantile } from "../report/figure.ts";
import { timestampOf } from "./rtc/packets.ts";
import { VIEWERS, type WatchedScene } from "./scene.ts";

const ROUNDS = 9;
const PACKETS = 250;
/** Who lacks a packet by then counts as this long. */
const LIMIT_MS = 5_000;
/** The others read what has waited for them. */
const REST_MS = 250;

/** How long it takes until a key frame that is sent at once is complete at nine of ten viewers, in turns. */
export async function measureKeyFrames(
  scenes: Readonly<{ nearcast: WatchedScene; bare: WatchedScene }>,
  report: (detail: string) => void,
): Promise<Figure[]> {
  const times = { nearcast: [] as number[], bare: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    report(round < 0 ? "key frames, warming up" : `key frame ${round + 1} of ${ROUNDS}`);
    const measured = { nearcast: await timeOf(scenes.nearcast), bare: await timeOf(scenes.bare) };
    if (round < 0) continue;
    times.nearcast.push(measured.nearcast);
    times.bare.push(measured.bare);
  }
  return [
    {
      name: `Key frame of ${PACKETS} packets at 90 % of ${VIEWERS} viewers`,
      unit: "ms",
      better: "lower",
      nearcast: times.nearcast,
      against: { kind: "peer", what: "bare mediasoup, one worker", samples: times.bare },
    },
  ];
}

/** From the first packet that is sent to the last one that has come, in milliseconds: of the watched viewers, the 90th percentile. */
async function timeOf({ senders: [sender], audience }: WatchedScene): Promise<number> {
  if (sender === undefined) throw new Error("nobody sends");
  const { timestamp, datagrams } = sender.frame(PACKETS, true);
  const missing = Array.from({ length: audience.watched }, () => PACKETS);
  const times: number[] = [];
  const complete = Promise.withResolvers<void>();
  let begun = 0;
  audience.listen((packet, viewer) => {
    if (timestampOf(packet) !== timestamp) return;
    const left = (missing[viewer] ?? 0) - 1;
    missing[viewer] = left;
    if (left > 0) return;
    times.push(performance.now() - begun);
    if (times.length === audience.watched) complete.resolve();
  });
  audience.freezeOthers();
  try {
    begun = performance.now();
    sender.send(datagrams);
    await Promise.race([complete.promise, delay(LIMIT_MS)]);
  } finally {
    audience.thawOthers();
  }
  await delay(REST_MS);
  while (times.length < audience.watched) times.push(LIMIT_MS);
  return quantile(times, 0.9);
}
