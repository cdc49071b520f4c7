import { expect, test } from "vitest";
import { RATES } from "../../protocol/limits.ts";
import type { Mark } from "../../protocol/room/annotations.ts";
import { PageGuard } from "./page-guard.ts";

const SHARE = "00000000-0000-4000-8000-000000000000";
const pointer: Mark[] = [{ kind: "pointer", at: [1, 1] }];
const stroke = (points: number): Mark[] =>
  Array.from({ length: Math.ceil(points / 128) }, (_, index) => ({
    kind: "stroke",
    stroke: 1,
    from: 128 * index,
    points: Array(2 * Math.min(128, points - 128 * index)).fill(1),
    kept: false,
  }));
const annotate = (marks: Mark[], id?: number) =>
  JSON.stringify([{ type: "annotate", producerId: SHARE, marks, id }]);

/** What becomes of so many `annotate` messages, when one comes every so many milliseconds. */
function send(count: number, everyMs: number, marks = pointer, guard = new PageGuard()) {
  const heard = { passed: 0, dropped: 0, faults: 0, closed: false };
  for (let sent = 0; sent < count; sent += 1) {
    const { items, abuse } = guard.hear(annotate(marks), sent * everyMs);
    heard.passed += items.filter((item) => "message" in item).length;
    heard.faults += items.filter((item) => "error" in item).length;
    heard.dropped += items.length === 0 ? 1 : 0;
    heard.closed ||= abuse !== null;
  }
  return heard;
}

test("a hand that draws for a minute is never stopped", () => {
  const heard = send(1_800, 1_000 / 30, stroke(12));
  expect(heard).toEqual({ passed: 1_800, dropped: 0, faults: 0, closed: false });
});

test("drawing takes nothing from what else a page says", () => {
  const guard = new PageGuard();
  send(200, 0, pointer, guard);
  const { items } = guard.hear('[{"type":"leave"}]', 0);
  expect(items).toMatchObject([{ message: { type: "leave" } }]);
});

test("a page that is a little too fast loses messages, and no more", () => {
  const { passed, dropped, faults } = send(2_700, 1_000 / 50);
  expect(faults).toBe(0);
  expect(passed).toBeGreaterThan(2_100);
  expect(dropped).toBeGreaterThan(0);
});

test("what a network held back for ten seconds is no fault", () => {
  expect(send(300, 0)).toEqual({
    passed: RATES.annotations.burst,
    dropped: 300 - RATES.annotations.burst,
    faults: 0,
    closed: false,
  });
});

test("a flood is a fault, message for message, and closes the socket", () => {
  expect(send(RATES.annotationFlood.burst + 50, 0)).toMatchObject({ faults: 50, closed: true });
});

test("all that one keeps may be shown at once, and then a hand's worth a second", () => {
  const guard = new PageGuard();
  expect(send(8, 0, stroke(1_024), guard).passed).toBe(8);
  expect(send(40, 25, stroke(1_024), guard).passed).toBeLessThanOrEqual(2);
});

test("who asked is told when to try again", () => {
  const guard = new PageGuard();
  send(RATES.annotations.burst, 0, pointer, guard);
  const { items } = guard.hear(annotate(pointer, 1), 0);
  expect(items).toMatchObject([{ id: 1, error: { code: "rate_limited", retryAfterMs: 25 } }]);
});
