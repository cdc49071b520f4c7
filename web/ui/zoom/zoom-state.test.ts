import { beforeEach, expect, it } from "vitest";
import { pictureRect, toPicture } from "./zoom.ts";
import { ZoomState } from "./zoom-state.ts";

let zoom: ZoomState;
const rect = () => pictureRect(zoom.view.value, zoom.frame.value);

beforeEach(() => {
  zoom = new ZoomState();
  zoom.setBox({ width: 1000, height: 600 }, 2);
  zoom.setPicture({ width: 3840, height: 2160 });
});

it("shows the whole picture at first, in whatever room there is", () => {
  expect(rect().width).toBe(1000);
  zoom.setBox({ width: 500, height: 600 }, 2);
  expect(rect().width).toBe(500);
});

it("is pixel for pixel on a dense display, too, and stays so in another room", () => {
  zoom.act("actual");
  expect(rect()).toMatchObject({ width: 1920, height: 1080 });
  zoom.setBox({ width: 800, height: 400 }, 2);
  expect(rect()).toMatchObject({ width: 1920, height: 1080 });
});

it("keeps what is looked at where it is when the picture comes in fewer pixels", () => {
  zoom.zoomBy(3, { x: 200, y: 100 });
  const before = rect();
  zoom.setPicture({ width: 1920, height: 1080 });
  expect(rect().width).toBeCloseTo(before.width, 0);
  expect(rect().x).toBeCloseTo(before.x, 0);
});

it("goes close with two taps where they were, and back with two more", () => {
  const point = { x: 900, y: 120 };
  const under = toPicture(rect(), point);
  zoom.toggleAt(point);
  expect(toPicture(rect(), point).x).toBeCloseTo(under.x, 2);
  zoom.toggleAt(point);
  expect(zoom.view.value.scale).toBe("fit");
});

it("is the whole picture again once it is no larger than that", () => {
  zoom.zoomBy(2, { x: 0, y: 0 });
  zoom.zoomBy(0.1, { x: 0, y: 0 });
  expect(zoom.view.value.scale).toBe("fit");
  expect(zoom.canPan).toBe(false);
});

it("moves by arrows up to the edge", () => {
  zoom.act("actual");
  const before = rect();
  zoom.act("right");
  expect(rect().x).toBe(before.x - 120);
  for (let press = 0; press < 20; press += 1) zoom.act("right");
  expect(rect().x).toBe(1000 - 1920);
});
