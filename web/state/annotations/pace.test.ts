import { expect, it } from "vitest";
import { LIMITS, MARK_RATES } from "../../../protocol/limits.ts";
import type { Mark } from "../../../protocol/room/annotations.ts";
import { messagesOf } from "./outbox.ts";
import { afterSending, fullAllowance, waitFor } from "./pace.ts";

/** Messages of so many marks, each of so many points. */
const messages = (marks: number, points: number): Mark[][] =>
  messagesOf(
    Array.from({ length: marks }, (_, stroke): Mark => {
      return { kind: "stroke", stroke, from: 0, points: Array(2 * points).fill(1), kept: true };
    }),
  );
/** As many points as one person keeps, and as many marks as that may take. */
const ALL_POINTS = messages(LIMITS.pointsPerPerson / LIMITS.pointsPerMark, LIMITS.pointsPerMark);
const ALL_MARKS = messages(LIMITS.strokesPerPerson + LIMITS.pointsPerPerson / LIMITS.pointsPerMark, 25);

it.each([
  ["points", ALL_POINTS],
  ["marks", ALL_MARKS],
])("lets all %s that one person keeps out at once on a new connection", (_what, all) => {
  expect(waitFor(fullAllowance(0), all, 0)).toBe(0);
});

it("has the next ones wait until the room takes all of them, and a second of drawing besides", () => {
  const left = afterSending(fullAllowance(0), ALL_POINTS, 0);
  const lacking = 2 * LIMITS.pointsPerPerson + 1_000 - MARK_RATES.points.burst;
  expect(waitFor(left, ALL_POINTS, 0)).toBe((1_000 * lacking) / MARK_RATES.points.perSecond);
  expect(waitFor(left, ALL_POINTS, 5_000)).toBe((1_000 * lacking) / MARK_RATES.points.perSecond - 5_000);
  expect(waitFor(left, messages(4, 100), 0)).toBe(0);
});

it("counts messages as well as points", () => {
  const left = afterSending(fullAllowance(0), Array(40).fill([{ kind: "pointer", at: [1, 1] }]), 0);
  expect(left.points).toBe(MARK_RATES.points.burst);
  expect(waitFor(left, messages(1, 1), 0)).toBe((1_000 * 11) / MARK_RATES.annotations.perSecond);
});

it("has as much as the room allows in the end, and no more", () => {
  const left = afterSending(fullAllowance(0), ALL_POINTS, 0);
  expect(afterSending(left, [], 3_600_000)).toEqual(fullAllowance(3_600_000));
});
