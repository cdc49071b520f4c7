import { setTimeout as delay } from "node:timers/promises";
import { type Figure, quantile } from "../report/figure.ts";
import { BareSite } from "./bare-site.ts";
import { NearcastSite, pipe } from "./nearcast-site.ts";
import type { Identity } from "./rtc/identity.ts";
import { MediaPath } from "./rtc/media-path.ts";
import { ssrcOf, timestampOf } from "./rtc/packets.ts";
import { Sender } from "./sender.ts";
import type { Place, Site } from "./site.ts";
import { viewerAt } from "./viewer.ts";

const ROUNDS = 9;
const PACKETS = 60;
const EVERY_MS = 10;
const REST_MS = 200;

/** A sender, and a viewer at each of two nodes: at the sender's, and behind a pipe from there. */
interface Course {
  readonly sender: Sender;
  readonly near: Viewing;
  readonly far: Viewing;
  stop(): Promise<void>;
}

/** Of a round, the medians in milliseconds. */
interface Medians {
  readonly one: number;
  readonly two: number;
  /** Of the same packets, by how much later the viewer at the second node has them. */
  readonly added: number;
}

/** How long a packet takes by one node and by two, in turns with bare mediasoup. */
export async function measureSecondHop(
  identity: Identity,
  report: (detail: string) => void,
): Promise<Figure[]> {
  const courses: Course[] = [];
  const medians = { nearcast: [] as Medians[], bare: [] as Medians[] };
  try {
    const nearcast = await openNearcastCourse(identity);
    courses.push(nearcast);
    const bare = await openBareCourse(identity);
    courses.push(bare);
    for (let round = -1; round < ROUNDS; round++) {
      report(round < 0 ? "two nodes, warming up" : `two nodes, round ${round + 1} of ${ROUNDS}`);
      const measured = { nearcast: await run(nearcast), bare: await run(bare) };
      if (round < 0) continue;
      medians.nearcast.push(measured.nearcast);
      medians.bare.push(measured.bare);
    }
  } finally {
    for (const course of courses) await course.stop();
  }
  return [
    {
      name: "A packet's way by two nodes",
      unit: "ms",
      better: "lower",
      nearcast: medians.nearcast.map(({ two }) => two),
      against: { kind: "floor", what: "by one node", samples: medians.nearcast.map(({ one }) => one) },
    },
    {
      name: "What the second node adds",
      unit: "ms",
      better: "lower",
      nearcast: medians.nearcast.map(({ added }) => added),
      against: {
        kind: "peer",
        what: "bare mediasoup's second worker, without SRTP",
        samples: medians.bare.map(({ added }) => added),
      },
    },
  ];
}

async function openNearcastCourse(identity: Identity): Promise<Course> {
  const sites = [await NearcastSite.start(), await NearcastSite.start()] as const;
  const [near, far] = [await sites[0].openRoom(), await sites[1].openRoom()];
  const sender = await Sender.open(near, identity);
  await pipe(sender.producerId, near, far);
  const places = [
    await near.attach("near", identity.fingerprint),
    await far.attach("far", identity.fingerprint),
  ] as const;
  return openCourse(identity, sender, places, sites);
}

async function openBareCourse(identity: Identity): Promise<Course> {
  const site = await BareSite.start();
  const room = await site.openRoom();
  const sender = await Sender.open(room, identity);
  const places = [
    await room.attach("near", identity.fingerprint, 0),
    await room.attach("far", identity.fingerprint, 1),
  ] as const;
  return openCourse(identity, sender, places, [site]);
}

async function openCourse(
  identity: Identity,
  sender: Sender,
  [nearPlace, farPlace]: readonly [Place, Place],
  sites: readonly Site[],
): Promise<Course> {
  const near = await Viewing.open(nearPlace, identity);
  const far = await Viewing.open(farPlace, identity);
  const stop = async () => {
    for (const end of [sender, near, far]) end.close();
    for (const site of sites) await site.stop();
  };
  return { sender, near, far, stop };
}

/** When somebody has which packet. */
class Viewing {
  readonly arrivals = new Map<number, number>();
  #path: MediaPath | undefined;

  static async open(place: Place, identity: Identity): Promise<Viewing> {
    const viewing = new Viewing();
    const { transport, ssrcs } = viewerAt(place);
    const wanted = new Set(ssrcs);
    viewing.#path = await MediaPath.open(transport, identity, (packet) => {
      if (wanted.has(ssrcOf(packet))) viewing.arrivals.set(timestampOf(packet), performance.now());
    });
    return viewing;
  }

  close(): void {
    this.#path?.close();
  }
}

async function run({ sender, near, far }: Course): Promise<Medians> {
  for (const { arrivals } of [near, far]) arrivals.clear();
  const sent = new Map<number, number>();
  for (let index = 0; index < PACKETS; index++) {
    const { timestamp, datagrams } = sender.frame(1, index === 0);
    sent.set(timestamp, performance.now());
    sender.send(datagrams);
    await delay(EVERY_MS);
  }
  await delay(REST_MS);
  const ways = [...sent].flatMap(([timestamp, at]) => {
    const [one, two] = [near.arrivals.get(timestamp), far.arrivals.get(timestamp)];
    return one === undefined || two === undefined ? [] : [{ one: one - at, two: two - at, added: two - one }];
  });
  if (ways.length < PACKETS / 2)
    throw new Error(`only ${ways.length} of ${PACKETS} packets came by both ways`);
  const median = (of: (way: Medians) => number) =>
    quantile(
      ways.map(of).sort((a, b) => a - b),
      0.5,
    );
  return { one: median((way) => way.one), two: median((way) => way.two), added: median((way) => way.added) };
}
