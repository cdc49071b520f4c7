import { afterAll, beforeAll, expect, test } from "vitest";
import { Random } from "../../simulation/random.ts";
import { Chatter } from "../harness/chatter.ts";
import { type Fault, type FaultStack, startFaultStack } from "../harness/fault-stack.ts";

/** `CHAT_FAULTS=1000 npm test -- chat-faults` takes the better part of an hour. */
const COUNT = Number(process.env.CHAT_FAULTS ?? 8);
const FAULTS: readonly Fault[] = ["database-killed", "answer-lost", "worker-killed"];
const PEOPLE = 3;
/** Within this time after the database is back everything is there. */
const SOON_MS = 30_000;

let stack: FaultStack;
beforeAll(async () => {
  stack = await startFaultStack();
});
afterAll(() => stack?.close());

interface Row {
  seq: number;
  id: string;
  body: string;
}

function storedIn(roomId: string): Promise<Row[]> {
  return stack.query(
    "SELECT seq::float8 AS seq, message_id AS id, body FROM messages WHERE room_id = $1 ORDER BY messages.seq",
    [roomId],
  );
}

test(`${COUNT} faults in the middle of flushes lose, double and disorder nothing that was acknowledged`, {
  timeout: 60_000 + COUNT * 8_000,
}, async () => {
  const random = new Random(COUNT);
  const slug = `faults-${Date.now()}`;
  const people: Chatter[] = [];
  for (let index = 0; index < PEOPLE; index++)
    people.push(await Chatter.join(stack.url, slug, `person ${index}`));
  const done = new Map<Fault, number>();
  for (let index = 0; index < COUNT; index++) {
    const fault =
      FAULTS[index < FAULTS.length ? index : random.between(0, FAULTS.length - 1)] ?? "answer-lost";
    const struck = stack.strike(fault);
    const said = people.map((person) => person.say());
    // And more, while it happens: a flush comes a second after the first message.
    const more = struck.then(() => Promise.all(people.map((person) => person.say())));
    await Promise.all([struck, more, ...said]);
    done.set(fault, (done.get(fault) ?? 0) + 1);
  }
  const acknowledged = people.flatMap((person) => [...person.acknowledged]).sort(([, a], [, b]) => a - b);
  expect(acknowledged.length).toBe(PEOPLE * COUNT * 2);
  const roomId = people[0]?.roomId ?? "";
  const since = Date.now();
  await expect
    .poll(async () => (await storedIn(roomId)).length, { timeout: SOON_MS, interval: 100 })
    .toBe(acknowledged.length);
  const tookMs = Date.now() - since;
  const stored = await storedIn(roomId);
  expect(stored.map(({ id, seq }) => [id, seq])).toEqual(acknowledged);
  for (const person of people) {
    const own = stored.filter(({ id }) => person.acknowledged.has(id));
    expect(own.map(({ body }) => body)).toEqual(person.texts);
    person.leave();
  }
  // biome-ignore lint/suspicious/noConsole: the figures are what somebody runs it for
  console.info(`${acknowledged.length} messages, all there after ${tookMs} ms:`, Object.fromEntries(done));
});
