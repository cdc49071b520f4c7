import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { MissingStreams } from "./missing-streams.ts";

let missing: string[];
let asked: string[][];
let streams: MissingStreams;

beforeEach(() => {
  vi.useFakeTimers();
  missing = [];
  asked = [];
  streams = new MissingStreams({
    find: async () => missing,
    ask: (ids) => asked.push([...ids]),
  });
});
afterEach(() => {
  streams.close();
  vi.useRealTimers();
});

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

it("asks for what has not come a while after it was announced", async () => {
  missing = ["a", "b"];
  streams.look();
  await seconds(4);
  expect(asked).toEqual([]);
  await seconds(1);
  expect(asked).toEqual([["a", "b"]]);
  missing = ["b"];
  await seconds(5);
  expect(asked).toEqual([["a", "b"], ["b"]]);
});

it("is at rest when everything is there", async () => {
  streams.look();
  await seconds(60);
  expect(asked).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

it("asks three times for what does not come, and again when it was there meanwhile", async () => {
  missing = ["a"];
  streams.look();
  await seconds(60);
  expect(asked).toEqual([["a"], ["a"], ["a"]]);
  missing = [];
  streams.look();
  await seconds(5);
  missing = ["a"];
  streams.look();
  await seconds(5);
  expect(asked).toHaveLength(4);
});

it("asks for nothing once it is closed", async () => {
  missing = ["a"];
  streams.look();
  streams.close();
  await seconds(60);
  expect(asked).toEqual([]);
});
