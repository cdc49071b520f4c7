import { expect, test } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import { chatInPostgres } from "./harness/database.ts";
import { Guest } from "./harness/guest.ts";
import { MediaNode } from "./harness/node.ts";
import { Room } from "./harness/room.ts";
import { Writer } from "./harness/writer.ts";

const ROUNDS = 60;
const WRITERS = 3;

test.for<[how: string, lose: (room: Room) => Promise<void>]>([
  ["evicted, and its sockets hibernate", (room) => room.evict()],
  ["evicted with its sockets", (room) => room.evict("close")],
  ["killed in the middle of what it does", (room) => room.kill()],
])(
  "a room that is %s loses, doubles and disorders nothing that was acknowledged",
  {
    timeout: 60_000,
  },
  async ([, lose]) => {
    await MediaNode.register("node-a");
    const room = await Room.open();
    const writers: Writer[] = [];
    for (let index = 0; index < WRITERS; index++) {
      const guest = index === 0 ? room.owner : new Guest();
      writers.push(new Writer(room, guest, await room.join(guest)));
    }
    for (let round = 0; round < ROUNDS; round++) {
      const said = writers.flatMap((writer) => [writer.say(), writer.say()]);
      // What was said the round before is on its way to Postgres while the room goes.
      const flushing = room.pass(TIMES.outboxFlushMs).catch(() => {});
      for (let turn = 0; turn < round % 7; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
      await lose(room);
      await Promise.all([flushing, ...said]);
      // Nobody writes faster than people may.
      await room.pass(5_000);
    }
    const acknowledged = writers
      .flatMap((writer) => [...writer.acknowledged])
      .sort(([, one], [, other]) => one - other);
    expect(acknowledged.length).toBe(ROUNDS * WRITERS * 2);
    await room.pass(TIMES.outboxRetryMaxMs);
    const stored = await chatInPostgres(room.id);
    expect(stored.map(({ messageId, seq }) => [messageId, seq])).toEqual(acknowledged);
    for (const { texts, acknowledged: own } of writers)
      expect(stored.filter(({ messageId }) => own.has(messageId)).map(({ body }) => body)).toEqual(texts);
  },
);
