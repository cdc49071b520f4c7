import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LIMITS, MARK_RATES } from "../../../protocol/limits.ts";
import type { Mark } from "../../../protocol/room/annotations.ts";
import { pointsIn } from "../../../protocol/room/points.ts";
import { participant } from "../../call/testing/participant.ts";
import { SNAPSHOT } from "../../call/testing/snapshot.ts";
import { store } from "../call-store.ts";
import { applySnapshot, EMPTY_VIEW } from "../room-view.ts";
import { NOTHING_DRAWN } from "./annotations.ts";
import { Annotator, type Place } from "./annotator.ts";
import { type ShareMarks, withMarks } from "./marks.ts";

const VIEWERS = ["ben", "cleo", "dan"];
const SHARES = ["left", "right"];
const STROKES = 64;
/** Points of a stroke, */
const POINTS = 128;
/** and of all that one person keeps on a share. */
const ALL = LIMITS.pointsPerPerson;

const person = (id: string, ...streams: string[]) =>
  participant(id, {
    producers: streams.map((streamId) => ({
      id: streamId,
      streamId,
      source: "screen",
      paused: false,
      drawing: true,
    })),
  });

/** A room that takes as much of one page's marks as its rates allow, and shows them to viewers. */
class Room {
  readonly #seen = new Map<string, ShareMarks>();
  #left = { messages: 0, points: 0, at: 0 };
  connected = false;
  dropped = 0;

  connect(): void {
    this.#left = {
      messages: MARK_RATES.annotations.burst,
      points: MARK_RATES.points.burst,
      at: performance.now(),
    };
    this.connected = true;
  }

  annotate(producerId: string, marks: Mark[], to?: string): void {
    if (!this.connected || !this.#take(marks)) return;
    for (const viewer of to === undefined ? VIEWERS : [to]) {
      const key = `${viewer} ${producerId}`;
      this.#seen.set(key, withMarks(this.#seen.get(key) ?? new Map(), "ada", marks, 0));
    }
  }

  /** A viewer's page is loaded anew. */
  join(viewer: string): void {
    for (const share of SHARES) this.#seen.delete(`${viewer} ${share}`);
    annotator.showAgain(viewer);
  }

  /** How many points of Ada's a viewer has on a share. */
  seen(viewer: string, share: string): number {
    const strokes = this.#seen.get(`${viewer} ${share}`)?.get("ada")?.strokes ?? [];
    return strokes.reduce((sum, { points }) => sum + points.length / 2, 0);
  }

  #take(marks: Mark[]): boolean {
    const { annotations, points } = MARK_RATES;
    const now = performance.now();
    const seconds = (now - this.#left.at) / 1_000;
    const messages = Math.min(annotations.burst, this.#left.messages + seconds * annotations.perSecond) - 1;
    const rest = Math.min(points.burst, this.#left.points + seconds * points.perSecond) - pointsIn(marks);
    const fits = messages >= 0 && rest >= 0;
    if (fits) this.#left = { messages, points: rest, at: now };
    else this.dropped += 1;
    return fits;
  }
}

let room: Room;
let annotator: Annotator;

beforeEach(() => {
  vi.useFakeTimers();
  room = new Room();
  room.connect();
  annotator = new Annotator(room);
  const participants = [person("ada", ...SHARES), ...VIEWERS.map((id) => person(id))];
  store.view.value = applySnapshot(EMPTY_VIEW, { ...SNAPSHOT, participants });
  store.selfId.value = "ada";
});
afterEach(() => {
  annotator.close();
  store.view.value = EMPTY_VIEW;
  store.selfId.value = null;
  store.annotations.value = NOTHING_DRAWN;
  vi.useRealTimers();
});

/** Ada draws as many strokes as this as fast as a hand does, and keeps them. */
function draw(share: string, strokes: number, drawn = () => {}): void {
  for (let stroke = 0; stroke < strokes; stroke += 1) {
    const goOn = annotator.begin(share, true);
    for (let from = 0; from < POINTS; from += 8) {
      goOn(Array.from({ length: 8 }, (_, at): Place => [from + at, stroke]));
      vi.advanceTimersByTime(33);
      drawn();
    }
  }
}

/** Ada has drawn as much as her page keeps, and the room takes everything again. */
function drawAll(...shares: string[]): void {
  for (const share of shares) draw(share, STROKES);
  vi.advanceTimersByTime(10_000);
  for (const share of shares) expect(room.seen("ben", share)).toBe(ALL);
}

/** What a viewer has at some time in the next seconds, looked at often. */
function soon(seconds: number, seen: () => number): number[] {
  const counts = new Set<number>();
  for (let look = 0; look < seconds * 20; look += 1) {
    counts.add(seen());
    vi.advanceTimersByTime(50);
  }
  return [...counts];
}

it("shows all that one keeps to two who join within a second", () => {
  drawAll("left");
  room.join("ben");
  expect(room.seen("ben", "left")).toBe(ALL);
  vi.advanceTimersByTime(500);
  room.join("cleo");
  expect(soon(10, () => room.seen("cleo", "left"))).toEqual([0, ALL]);
  expect(room.seen("ben", "left")).toBe(ALL);
  expect(room.dropped).toBe(0);
});

it("shows two shares to somebody new, the second one when the room takes it", () => {
  drawAll(...SHARES);
  room.join("ben");
  expect(room.seen("ben", "left")).toBe(ALL);
  expect(soon(10, () => room.seen("ben", "right"))).toEqual([0, ALL]);
  expect(room.dropped).toBe(0);
});

it("takes nothing from anybody when it has a connection again, but what it took away meanwhile", () => {
  drawAll(...SHARES);
  room.join("cleo");
  room.connected = false;
  for (const share of SHARES) annotator.undo(share);
  vi.advanceTimersByTime(1_000);
  room.connect();
  annotator.showAgain();
  expect(room.seen("ben", "left")).toBe(ALL - POINTS);
  expect(soon(10, () => room.seen("ben", "right"))).toEqual([ALL, ALL - POINTS]);
  expect(room.seen("cleo", "left")).toBe(ALL - POINTS);
  expect(room.dropped).toBe(0);
});

it("lets a hand go before what is shown again", () => {
  drawAll("left");
  for (const viewer of ["ben", "cleo"]) room.join(viewer);
  let drawn = 0;
  draw("right", 40, () => {
    drawn += 8;
    expect(room.seen("dan", "right")).toBeGreaterThanOrEqual(drawn - 8);
  });
  expect(room.seen("cleo", "left")).toBe(ALL);
  expect(room.dropped).toBe(0);
});

it("shows nothing to who has left, and nothing once it is closed", () => {
  drawAll("left");
  for (const viewer of VIEWERS) room.join(viewer);
  const { participants } = store.view.value;
  store.view.value = { ...store.view.value, participants: participants.filter(({ id }) => id !== "cleo") };
  vi.advanceTimersByTime(10_000);
  expect(VIEWERS.map((viewer) => room.seen(viewer, "left"))).toEqual([ALL, 0, ALL]);
  room.join("ben");
  annotator.close();
  expect(vi.getTimerCount()).toBe(0);
});
