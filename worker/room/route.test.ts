import { expect, test } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import { routeAlarm, settleRoute } from "./route.ts";
import { EMPTY_ROOM, type Participant, type RoomState, type Turn } from "./state.ts";

const CALM = TIMES.directCalmMs;

/** A room of so many, one of whom avoids direct media until a time. */
function roomOf(people: number, state: RoomState = EMPTY_ROOM, avoidsUntil = 0): RoomState {
  const ids = Array.from({ length: people }, (_, index) => `p${index}`);
  const avoidsDirect = avoidsUntil === 0 ? null : { until: avoidsUntil, times: 1 };
  const participants = new Map(
    ids.map((id) => [
      id,
      { id, socket: null, avoidsDirect: id === "p0" ? avoidsDirect : null } as Participant,
    ]),
  );
  return { ...state, participants };
}

/** The room after it has looked at its route at that time, and what it announced. */
function settle(state: RoomState, now: number): { state: RoomState; told: unknown[] } {
  const turn: Turn = { state, effects: [], written: [] };
  settleRoute(turn, now);
  const told = turn.state.log.slice(state.log.length).map((event) => "route" in event && event.route);
  return { state: turn.state, told };
}

test("a room begins direct, and says nothing of it", () => {
  for (const people of [1, 2, 3]) {
    const { state, told } = settle(roomOf(people), 1_000);
    expect([state.route.route, told, routeAlarm(state)]).toEqual(["direct", [], null]);
  }
});

test("the fourth makes it go via the node at once, and nothing is due while there are four", () => {
  const { state, told } = settle(roomOf(4), 1_000);
  expect([state.route.route, told, routeAlarm(state)]).toEqual(["node", ["node"], null]);
});

test("it is direct again when three have been among themselves for a while", () => {
  const four = settle(roomOf(4), 1_000).state;
  const three = settle(roomOf(3, four), 2_000);
  expect([three.told, routeAlarm(three.state)]).toEqual([[], 2_000 + CALM]);
  expect(settle(three.state, 2_000 + CALM - 1).told).toEqual([]);
  expect(settle(three.state, 2_000 + CALM).told).toEqual(["direct"]);
});

test("who comes and goes makes it change once, not each time", () => {
  let { state } = settle(roomOf(4), 0);
  const told: unknown[] = [];
  for (let now = 100; now < 20_000; now += CALM - 100) {
    for (const people of [3, 4]) {
      const settled = settle(roomOf(people, state), now);
      state = settled.state;
      told.push(...settled.told);
    }
  }
  expect(told).toEqual([]);
});

test("it avoids direct media for as long as somebody wants that, and is calm only then", () => {
  const avoiding = settle(roomOf(2, EMPTY_ROOM, 60_000), 0);
  expect([avoiding.told, routeAlarm(avoiding.state)]).toEqual([["node"], 60_000]);
  const over = settle(avoiding.state, 60_000);
  expect([over.told, routeAlarm(over.state)]).toEqual([[], 60_000 + CALM]);
  expect(settle(over.state, 60_000 + CALM).told).toEqual(["direct"]);
});

test("when all have gone nothing of it is left", () => {
  const four = settle(roomOf(4, EMPTY_ROOM, 60_000), 0).state;
  const { state } = settle(roomOf(0, four), 1_000);
  expect([state.route, routeAlarm(state)]).toEqual([{ route: "direct", calmSince: null }, null]);
});
