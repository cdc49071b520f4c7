import { expect, test } from "vitest";
import { Standings } from "./standings.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NOW = 1_790_000_000_000;

test("a node that was lost proves itself for ten seconds, and for longer each further time", () => {
  const standings = new Standings();
  expect(standings.isOnProbation("a", NOW, NOW)).toBe(false);
  standings.lost("a", NOW);
  expect(standings.isOnProbation("a", NOW, NOW + 9 * SECOND)).toBe(true);
  expect(standings.isOnProbation("a", NOW, NOW + 10 * SECOND)).toBe(false);
  for (let times = 2; times <= 20; times++) standings.lost("a", NOW);
  expect(standings.isOnProbation("a", NOW, NOW + 9 * MINUTE)).toBe(true);
  expect(standings.isOnProbation("a", NOW, NOW + 10 * MINUTE)).toBe(false);
  expect(standings.isOnProbation("b", NOW, NOW)).toBe(false);
});

test("a node that was cut off and has kept its link proves itself from when it is heard again", () => {
  const standings = new Standings();
  const registeredAt = NOW - 5 * MINUTE;
  standings.lost("a", NOW);
  expect(standings.isOnProbation("a", registeredAt, NOW + 9 * SECOND)).toBe(true);
  expect(standings.isOnProbation("a", registeredAt, NOW + 10 * SECOND)).toBe(false);
});

test("the media of a node that was lost is not dead because of that; of one that is complained of, or not reached, it is", () => {
  const standings = new Standings();
  standings.lost("a", NOW);
  expect(standings.isOnProbation("a", NOW, NOW)).toBe(true);
  for (const room of ["1", "2", "3"]) standings.reported("b", room, NOW);
  standings.unreachable("c", NOW);
  expect(["a", "b", "c", "d"].filter((id) => standings.isFailing(id, NOW))).toEqual(["b", "c"]);
  expect(standings.isFailing("b", NOW + 5 * MINUTE)).toBe(false);
  expect(standings.isFailing("c", NOW + 30 * SECOND)).toBe(false);
});

test("losses are forgotten after an hour", () => {
  const standings = new Standings();
  standings.lost("a", NOW);
  const later = NOW + 61 * MINUTE;
  expect(standings.isOnProbation("a", later, later)).toBe(false);
  standings.lost("a", later);
  expect(standings.isOnProbation("a", later, later + 11 * SECOND)).toBe(false);
});

test("a node that several rooms complain of is not trusted for five minutes; one room says nothing, however often", () => {
  const standings = new Standings();
  for (let times = 0; times < 10; times++) standings.reported("a", "room-1", NOW);
  standings.reported("a", "room-2", NOW + MINUTE);
  expect(standings.isOnProbation("a", NOW, NOW + MINUTE)).toBe(false);
  standings.reported("a", "room-3", NOW + 2 * MINUTE);
  expect(standings.isOnProbation("a", NOW, NOW + 2 * MINUTE)).toBe(true);
  expect(standings.isOnProbation("a", NOW, NOW + 4 * MINUTE)).toBe(true);
  expect(standings.isOnProbation("a", NOW, NOW + 6 * MINUTE)).toBe(false);
});

test("a node whose media others do not reach is not trusted until half a minute after that was last known", () => {
  const standings = new Standings();
  expect(standings.unreachable("a", NOW)).toBe(true);
  expect(standings.unreachable("a", NOW + 20 * SECOND)).toBe(false);
  expect(standings.isOnProbation("a", NOW, NOW + 49 * SECOND)).toBe(true);
  expect(standings.isOnProbation("a", NOW, NOW + 50 * SECOND)).toBe(false);
  expect(standings.isOnProbation("b", NOW, NOW)).toBe(false);
  expect(standings.isUnreachable("a", NOW + 49 * SECOND)).toBe(true);
  expect(standings.isUnreachable("a", NOW + 50 * SECOND)).toBe(false);
  expect(standings.isUnreachable("b", NOW)).toBe(false);
  expect(standings.unreachable("a", NOW + 50 * SECOND)).toBe(true);
});
