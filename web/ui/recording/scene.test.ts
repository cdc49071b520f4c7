import { expect, test } from "vitest";
import type { Person, Stream } from "../../state/types.ts";
import { placedPicture } from "./painter.ts";
import { RECORDED_SIZE, sceneOf } from "./scene.ts";

const stream = (source: "camera" | "screen"): Stream => ({
  streamId: source,
  producerId: source,
  source,
  paused: false,
  track: null,
  stale: false,
});
const person = (id: string, isSelf: boolean, ...streams: Stream[]): Person => ({
  id,
  name: id,
  picture: null,
  role: "participant",
  isSelf,
  connected: true,
  speaking: false,
  hand: null,
  recording: isSelf,
  streams,
});

test("a share has all the pixels of a display, whoever shares and however many are there", () => {
  for (const count of [1, 2, 5, 6, 20]) {
    for (const isSelf of [true, false]) {
      const others = Array.from({ length: count }, (_, index) =>
        person(`p${index}`, false, stream("camera")),
      );
      const scene = sceneOf([person("sharer", isSelf, stream("screen")), ...others]);
      const [share] = scene.filter(({ inFront }) => inFront);
      expect([share?.tile.source, share?.x, share?.y, share?.height]).toEqual(["screen", 0, 0, 1080]);
      expect(share?.width).toBeGreaterThanOrEqual(1920);
    }
  }
});

test("everything lies within the picture", () => {
  const people = Array.from({ length: 30 }, (_, index) => person(`p${index}`, index === 0, stream("camera")));
  for (const { x, y, width, height } of sceneOf(people)) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(RECORDED_SIZE.width);
    expect(y + height).toBeLessThanOrEqual(RECORDED_SIZE.height);
  }
});

test("a picture is shown whole, or fills its place", () => {
  const place = { x: 10, y: 20, width: 200, height: 100 };
  const picture = { videoWidth: 400, videoHeight: 400 };
  expect(placedPicture(picture, place, "contain")).toEqual({ x: 60, y: 20, width: 100, height: 100 });
  expect(placedPicture(picture, place, "cover")).toEqual({ x: 10, y: -30, width: 200, height: 200 });
  expect(placedPicture({ videoWidth: 0, videoHeight: 0 }, place, "cover")).toEqual(place);
});
