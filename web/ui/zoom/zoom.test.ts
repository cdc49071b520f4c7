import { describe, expect, it } from "vitest";
import {
  canPan,
  clampView,
  FIT,
  type Frame,
  fitScale,
  followPicture,
  MAX_SCALE,
  panBy,
  pictureRect,
  scaleOf,
  step,
  toBox,
  toPicture,
  type View,
  zoomAt,
} from "./zoom.ts";

const frame = (width: number, height: number, pixelRatio = 1): Frame => ({
  box: { width: 1000, height: 600 },
  picture: { width, height },
  pixelRatio,
});
const UHD = frame(3840, 2160);
const at = (scale: number, x = 0.5, y = 0.5): View => ({ scale, centre: { x, y } });

describe("fit", () => {
  it("shows the whole picture, in the middle", () => {
    expect(fitScale(frame(2000, 600))).toBe(0.5);
    expect(pictureRect(FIT, frame(2000, 600))).toEqual({ x: 0, y: 150, width: 1000, height: 300 });
    expect(pictureRect(FIT, frame(300, 1200))).toEqual({ x: 425, y: 0, width: 150, height: 600 });
  });

  it("counts device pixels", () => {
    expect(fitScale(frame(2000, 1200, 2))).toBe(1);
  });

  it("takes pictures of absurd sizes, and waits for those without one", () => {
    expect(pictureRect(FIT, frame(1, 1))).toEqual({ x: 200, y: 0, width: 600, height: 600 });
    const wide = pictureRect(FIT, frame(16_384, 1));
    expect(wide.width).toBe(1000);
    expect(wide.height).toBe(1);
    expect(pictureRect(FIT, frame(0, 0))).toEqual({ x: 0, y: 0, width: 1000, height: 600 });
    expect(clampView(at(3), frame(0, 0))).toBe(FIT);
  });
});

describe("clampView", () => {
  it("keeps the scale between the whole picture and the largest", () => {
    expect(clampView(at(0.01), UHD).scale).toBeCloseTo(fitScale(UHD));
    expect(clampView(at(99), UHD).scale).toBe(MAX_SCALE);
    // A small picture may be smaller than its room, pixel for pixel.
    expect(clampView(at(0.2), frame(100, 100)).scale).toBe(1);
    expect(clampView(at(20), frame(10, 10)).scale).toBe(20);
  });

  it("leaves no empty room beside a picture that could fill it", () => {
    const corner = pictureRect(at(1, 0, 0), UHD);
    expect(corner).toMatchObject({ width: 3840, height: 2160 });
    expect(Math.hypot(corner.x, corner.y)).toBe(0);
    const other = pictureRect(at(1, 1, 1), UHD);
    expect([other.x, other.y]).toEqual([1000 - 3840, 600 - 2160]);
    // A side that has room to spare stays in the middle.
    expect(clampView(at(1, 0.9, 0.9), frame(4000, 200)).centre.y).toBe(0.5);
  });
});

describe("one to one", () => {
  it("is exactly one device pixel for one of the picture, on whole device pixels", () => {
    for (const pixelRatio of [1, 1.25, 1.5, 2, 3]) {
      const rect = pictureRect(at(1, 0.37, 0.61), frame(3840, 2160, pixelRatio), { x: 12.3, y: 52.8 });
      expect(rect.width * pixelRatio).toBeCloseTo(3840, 9);
      expect(rect.height * pixelRatio).toBeCloseTo(2160, 9);
      const left = (12.3 + rect.x) * pixelRatio;
      expect(left).toBeCloseTo(Math.round(left), 6);
      const top = (52.8 + rect.y) * pixelRatio;
      expect(top).toBeCloseTo(Math.round(top), 6);
    }
  });
});

describe("zoomAt", () => {
  it("keeps what is under the pointer under the pointer", () => {
    let view: View = at(0.6, 0.4, 0.45);
    const point = { x: 640, y: 210 };
    const under = toPicture(pictureRect(view, UHD), point);
    for (const scale of [0.8, 1.3, 2.9, 7]) {
      view = zoomAt(view, UHD, scale, point);
      const now = toPicture(pictureRect(view, UHD), point);
      expect(now.x).toBeCloseTo(under.x, 3);
      expect(now.y).toBeCloseTo(under.y, 3);
    }
  });

  it("starts from the whole picture", () => {
    const point = { x: 250, y: 300 };
    const view = zoomAt(FIT, UHD, 2, point);
    expect(view.scale).toBe(2);
    expect(toPicture(pictureRect(view, UHD), point).x).toBeCloseTo(0.25, 3);
  });
});

describe("panBy", () => {
  it("moves the picture with the hand, up to its edges", () => {
    const before = pictureRect(at(2), UHD);
    const after = pictureRect(panBy(at(2), UHD, { x: 30, y: -40 }), UHD);
    expect([after.x - before.x, after.y - before.y]).toEqual([30, -40]);
    expect(pictureRect(panBy(at(2), UHD, { x: 9e9, y: 0 }), UHD).x).toBeCloseTo(0);
  });

  it("does nothing where everything is seen", () => {
    expect(panBy(FIT, UHD, { x: 5, y: 5 })).toBe(FIT);
    expect(canPan(FIT, UHD)).toBe(false);
    expect(canPan(at(1), frame(200, 200))).toBe(false);
    expect(canPan(at(1), UHD)).toBe(true);
  });
});

describe("step", () => {
  it("goes from the whole picture to the largest and back, and stops at one to one", () => {
    const seen: number[] = [];
    let view: View = FIT;
    for (let next = step(view, UHD, 1); next !== view; next = step(view, UHD, 1)) {
      view = next;
      seen.push(scaleOf(view, UHD));
    }
    expect(seen).toContain(1);
    expect(seen.at(-1)).toBe(MAX_SCALE);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    for (let next = step(view, UHD, -1); next !== view; next = step(view, UHD, -1)) view = next;
    expect(view).toBe(FIT);
  });
});

describe("followPicture", () => {
  const [large, small] = [
    { width: 3840, height: 2160 },
    { width: 1920, height: 1080 },
  ];

  it("keeps the picture's size on the page when it comes in fewer pixels", () => {
    expect(followPicture(at(1.5), large, small).scale).toBe(3);
    expect(followPicture(FIT, large, small)).toBe(FIT);
  });

  it("stays one to one, and starts over with another shape", () => {
    expect(followPicture(at(1), large, small).scale).toBe(1);
    expect(followPicture(at(2), large, { width: 1080, height: 1920 })).toBe(FIT);
  });
});

it("finds the way between the room and the picture", () => {
  const rect = pictureRect(at(2, 0.3, 0.7), UHD);
  const place = { x: 0.31, y: 0.68 };
  const back = toPicture(rect, toBox(rect, place));
  expect(back.x).toBeCloseTo(place.x, 9);
  expect(back.y).toBeCloseTo(place.y, 9);
});
