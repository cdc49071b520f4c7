import { expect, test } from "vitest";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import { ChatFlood } from "./chat-flood.ts";

const NOW = 1_750_000_000_000;

/** Says so much at once, and answers how much of it was let through. */
function say(flood: ChatFlood, count: number, userId: string, listeners: number, now = NOW): number {
  let said = 0;
  for (let tried = 0; tried < count; tried++) if (flood.count(userId, listeners, now) === null) said++;
  return said;
}

test("a person says so much at once, over however many sockets, and then so much a second", () => {
  const flood = new ChatFlood();
  const { burst, perSecond } = RATES.chatOfPerson;
  expect(say(flood, 1_000, "ada", 3)).toBe(burst);
  expect(flood.count("ada", 3, NOW)).toBe(1_000 / perSecond);
  expect(say(flood, 1_000, "ada", 3, NOW + 5_000)).toBe(5 * perSecond);
  expect(say(flood, 1, "ben", 3, NOW + 5_000)).toBe(1);
});

test("a room delivers so much at once, whoever says it, and tells when there is more", () => {
  const flood = new ChatFlood();
  const people = LIMITS.participantsPerRoom;
  const { burst, perSecond } = RATES.chatDeliveries;
  let said = 0;
  for (let person = 0; person < people; person++) said += say(flood, 1, `person ${person}`, people);
  expect(said).toBe(burst / people);
  const wait = flood.count("one more", people, NOW);
  expect(wait).toBe((1_000 * people) / perSecond);
  expect(flood.count("another", people, NOW + (wait ?? 0))).toBeNull();
});

test("in a room of ten nobody is held back who keeps to their own rate", () => {
  const flood = new ChatFlood();
  for (let person = 0; person < 10; person++)
    expect(say(flood, RATES.chatOfPerson.burst, `person ${person}`, 10)).toBe(RATES.chatOfPerson.burst);
});
