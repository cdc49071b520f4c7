import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ReadReport } from "./read-report.ts";
import { oneWaySignal } from "./testing/one-way-signal.ts";

const signal = oneWaySignal();
const { sent } = signal;
let report: ReadReport;

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  signal.ready = true;
  report = new ReadReport(signal);
});

afterEach(() => {
  report.close();
  vi.useRealTimers();
});

const told = () => sent.map((message) => (message.type === "mark-read" ? message.seq : null));

test("the first word goes at once, and then one a second, the last of which is always told", () => {
  report.set(1);
  vi.advanceTimersByTime(0);
  expect(told()).toEqual([1]);
  for (const seq of [2, 3, 4]) report.set(seq);
  vi.advanceTimersByTime(999);
  expect(told()).toEqual([1]);
  vi.advanceTimersByTime(1);
  expect(told()).toEqual([1, 4]);
});

test("what is no news is not told", () => {
  report.set(5);
  vi.runAllTimers();
  report.set(5);
  report.set(4);
  vi.runAllTimers();
  expect(told()).toEqual([5]);
});

test("what fell into a gap of the connection is told when it is back", () => {
  report.set(5);
  vi.runAllTimers();
  signal.ready = false;
  report.set(6);
  vi.runAllTimers();
  expect(told()).toEqual([5]);
  signal.ready = true;
  report.tellAgain();
  vi.runAllTimers();
  expect(told()).toEqual([5, 6]);
});

test("who has read nothing says nothing, and neither does a call that is over", () => {
  report.tellAgain();
  vi.runAllTimers();
  report.close();
  report.set(1);
  vi.runAllTimers();
  expect(told()).toEqual([]);
});
