import { expect, test } from "vitest";
import { World } from "./world.ts";

/** `SEED=123 npm test -- simulation` replays one run. */
const REPLAY = process.env.SEED === undefined ? null : Number(process.env.SEED);
const SEEDS = REPLAY === null ? Array.from({ length: 2_000 }, (_, index) => index + 1) : [REPLAY];
const HAPPENINGS = 120;

function run(seed: number): World {
  const world = new World(seed);
  try {
    world.run(HAPPENINGS);
  } catch (error) {
    throw new Error(`Seed ${seed} failed. Replay it with: SEED=${seed} npm test -- simulation`, {
      cause: error,
    });
  }
  return world;
}

test(`a room keeps its promises through ${SEEDS.length} storms`, { timeout: 600_000 }, () => {
  let chat = 0;
  for (const seed of SEEDS) chat += run(seed).edge.database.size;
  // The storms were about something.
  expect(chat).toBeGreaterThan(SEEDS.length);
});

test("one seed is one run", () => {
  for (const seed of SEEDS.slice(0, 20)) expect(run(seed).trace).toEqual(run(seed).trace);
});
