import { setTimeout as delay } from "node:timers/promises";
import type { Figure } from "../report/figure.ts";
import { startBareWorker } from "../room/bare.ts";
import { Crowd } from "../room/crowd.ts";
import { nearcastRooms } from "../room/nearcast.ts";
import type { LoadOptions } from "../room/room-load.ts";
import type { Target } from "../room/target.ts";
import { residentKiB } from "./resident.ts";

/** The first room makes what all share; the growth by each of the others counts. */
const ROOMS = 5;
const PER_ROOM = 100;
const REST_MS = 1_000;

/** By how much a participant of a large room makes workerd's memory grow, in turns with a bare Durable Object's. */
export async function measureRoomMemory({
  origin,
  stateDirectory,
  pageJoin,
  report,
}: LoadOptions): Promise<Figure[]> {
  const own = { target: await nearcastRooms(origin, stateDirectory, pageJoin), growths: [] as number[] };
  const crowds: Crowd[] = [];
  const first = await fill(own.target, 0, crowds);
  const child = await startBareWorker({ pageJoin, media: first.crowd.lastMedia }, stateDirectory);
  const bare = { target: child.target, growths: [] as number[] };
  try {
    await fill(bare.target, 0, crowds);
    for (let room = 1; room < ROOMS; room++) {
      report(`the Worker's, room ${room} of ${ROOMS - 1}`);
      for (const { target, growths } of [own, bare]) growths.push((await fill(target, room, crowds)).growth);
    }
    for (const crowd of crowds) await crowd.leave();
  } finally {
    await child.child.stop();
  }
  return [
    {
      name: `Worker's memory per participant, rooms of ${PER_ROOM}`,
      unit: "KiB",
      better: "lower",
      nearcast: own.growths,
      against: { kind: "floor", what: "bare Durable Object", samples: bare.growths },
    },
  ];
}

/** Fills one more room, which stays. Gives what workerd grew by, in KiB per participant. */
async function fill(
  target: Target,
  room: number,
  crowds: Crowd[],
): Promise<{ crowd: Crowd; growth: number }> {
  const crowd = new Crowd(target, { rooms: 1, perRoom: PER_ROOM, writers: 0, messagesEach: 0 }, room);
  await crowd.prepare();
  const before = await residentKiB([target.pid]);
  await crowd.join();
  crowds.push(crowd);
  await delay(REST_MS);
  return { crowd, growth: ((await residentKiB([target.pid])) - before) / PER_ROOM };
}
