import { expect, test } from "vitest";
import { randomBytes } from "./bytes.ts";
import { KeyRing } from "./key-ring.ts";
import { importAes } from "./room-keys.ts";

const KEY = await importAes(randomBytes(32));

/** The generations that a ring knows after keys were told, each while another one was in use. */
function knownAfter(...told: [generation: number, inUse: number][]): number[] {
  const ring = new KeyRing();
  for (const [generation, inUse] of told) ring.add("ada", generation, KEY, inUse);
  return Array.from({ length: 2_000 }, (_, generation) => generation).filter((generation) =>
    ring.find("ada", generation),
  );
}

test("a key that was replaced before it was used makes room, and the one in use stays", () => {
  expect(knownAfter([1, 1], [2, 1], [3, 1], [4, 1], [5, 1])).toEqual([1, 5]);
});

test("the key before the one in use stays, for what is on its way", () => {
  expect(knownAfter([1, 1], [2, 1], [3, 2], [4, 2])).toEqual([1, 2, 4]);
  expect(knownAfter([1, 1], [2, 1], [3, 2], [4, 3])).toEqual([2, 3, 4]);
});

test("a ring does not grow, whatever its owner says of their keys", () => {
  const many = Array.from({ length: 1_000 }, (_, index) => index + 1);
  expect(knownAfter(...many.map((generation): [number, number] => [generation, generation]))).toHaveLength(3);
  expect(knownAfter(...many.map((generation): [number, number] => [generation, 5_000]))).toHaveLength(3);
  expect(knownAfter(...many.map((generation): [number, number] => [generation, 0]))).toEqual([1_000]);
});

test("a key that is there stays, with what was seen under it", () => {
  const ring = new KeyRing();
  ring.add("ada", 1, KEY, 1);
  const before = ring.find("ada", 1);
  ring.add("ada", 1, KEY, 1);
  expect(ring.find("ada", 1)).toBe(before);
});
