import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { BareSite } from "../node/bare-site.ts";
import { NearcastSite } from "../node/nearcast-site.ts";
import { createIdentity, type Identity } from "../node/rtc/identity.ts";
import { MediaPath } from "../node/rtc/media-path.ts";
import { Sender } from "../node/sender.ts";
import type { MediaRoom, Site } from "../node/site.ts";
import type { Figure } from "../report/figure.ts";
import { residentKiB } from "./resident.ts";

const ROUNDS = 3;
const PER_ROOM = 10;
/** The first room makes what all share; the growth by the others counts. */
const ROOMS = 4;
/** Each sends some 0.9 Mbit/s, until the node keeps as much of it for repairs as it ever will. */
const FRAMES = 25;
const FRAME_EVERY_MS = 100;
const PACKETS_PER_FRAME = 9;

/** Somebody who is there, sends and receives. */
interface Participant {
  readonly sender: Sender;
  readonly receiving: MediaPath;
}

/** What a participant of a room of ten takes of a node's memory, in turns, each time of a node that was just started. */
export async function measureNodeMemory(report: (detail: string) => void): Promise<Figure[]> {
  const identity = await createIdentity();
  const nearcast: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    report(`the node's, round ${round + 1} of ${ROUNDS}`);
    nearcast.push(await perParticipant(await NearcastSite.start(), identity));
    bare.push(await perParticipant(await BareSite.start(), identity));
  }
  return [
    {
      name: `Node's memory per participant, rooms of ${PER_ROOM}`,
      unit: "KiB",
      better: "lower",
      nearcast,
      against: { kind: "floor", what: "bare mediasoup", samples: bare },
    },
  ];
}

async function perParticipant(site: Site, identity: Identity): Promise<number> {
  const everybody: Participant[] = [];
  try {
    everybody.push(...(await fill(await site.openRoom(), identity)));
    await talk(everybody);
    const first = await residentKiB(site.pids);
    const others: Participant[] = [];
    for (let index = 1; index < ROOMS; index++) others.push(...(await fill(await site.openRoom(), identity)));
    everybody.push(...others);
    await talk(others);
    return ((await residentKiB(site.pids)) - first) / others.length;
  } finally {
    for (const { sender, receiving } of everybody) {
      sender.close();
      receiving.close();
    }
    await site.stop();
  }
}

async function fill(room: MediaRoom, identity: Identity): Promise<Participant[]> {
  const people: Participant[] = [];
  for (let index = 0; index < PER_ROOM; index++) {
    const id = randomUUID();
    const place = await room.attach(id, identity.fingerprint);
    const receiving = await MediaPath.open(place.receive, identity);
    const { sender, consumers } = await Sender.in(room, id, place, identity);
    people.push({ sender, receiving });
    for (const { participantId, consumer } of consumers) await room.start(participantId, [consumer.id]);
  }
  return people;
}

async function talk(people: readonly Participant[]): Promise<void> {
  for (let index = 0; index < FRAMES; index++) {
    for (const { sender } of people) sender.send(sender.frame(PACKETS_PER_FRAME, index === 0).datagrams);
    await delay(FRAME_EVERY_MS);
  }
}
