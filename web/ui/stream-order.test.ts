import { expect, it } from "vitest";
import type { Person } from "../state/types.ts";
import { StreamOrder } from "./stream-order.ts";

const person = (...streamIds: string[]): Person => ({
  id: "ann",
  name: "Ann",
  picture: null,
  role: "participant",
  isSelf: false,
  connected: true,
  speaking: false,
  hand: null,
  recording: false,
  streams: streamIds.map((streamId) => ({
    streamId,
    producerId: streamId,
    source: "screen",
    paused: false,
    track: null,
    stale: false,
  })),
});

it("keeps a share in its place when it is lost, and when it comes back last", () => {
  const order = new StreamOrder();
  const sorted = (...streamIds: string[]) =>
    order.sort([person(...streamIds)])[0]?.streams.map(({ streamId }) => streamId);
  expect(sorted("left", "right")).toEqual(["left", "right"]);
  expect(sorted("right")).toEqual(["right"]);
  expect(sorted("right", "left")).toEqual(["left", "right"]);
  expect(sorted("new", "right", "left")).toEqual(["left", "right", "new"]);
});
