import type { Size } from "../../../protocol/room/watching.ts";
import { clamp } from "../../clamp.ts";
import type { Rect } from "../divide.ts";

/** A place within a box or a picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a picture is shown in. */
export interface Frame {
  /** The room for it, in CSS pixels. */
  readonly box: Size;
  /** The picture itself, in its own pixels. */
  readonly picture: Size;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
}

/**
 * How a picture is looked at. `scale` is in device pixels per pixel of the picture, so that 1 is sharp, or `fit`, which
 * follows the room. The centre is a place in the picture (0 to 1 each way): it survives another size of either.
 */
export interface View {
  readonly scale: number | "fit";
  readonly centre: Point;
}

/** The whole picture, as large as there is room. */
export const FIT: View = { scale: "fit", centre: { x: 0.5, y: 0.5 } };
/** One pixel of the picture is at most so many device pixels wide. */
export const MAX_SCALE = 8;
/** Above this, pixels are shown as squares: who looks that closely wants to see them. */
export const SQUARES_ABOVE = 2;

/** Where the buttons and keys stop, between the whole picture and the largest. */
const STOPS = [0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4, 6, MAX_SCALE];

/** The scale at which the whole picture just fits. */
export function fitScale(frame: Frame): number {
  if (!isShown(frame)) return 1;
  const { box, picture, pixelRatio } = frame;
  return pixelRatio * Math.min(box.width / picture.width, box.height / picture.height);
}

/** The scale that a view comes to. */
export function scaleOf(view: View, frame: Frame): number {
  return view.scale === "fit" ? fitScale(frame) : view.scale;
}

/** Whether both the room and the picture have a size yet. */
export function isShown({ box, picture }: Frame): boolean {
  return box.width > 0 && box.height > 0 && picture.width > 0 && picture.height > 0;
}

/** Whether the picture reaches beyond its room, so that it can be moved. */
export function canPan(view: View, frame: Frame): boolean {
  if (view.scale === "fit") return false;
  const { width, height } = shownSize(view.scale, frame);
  return width > frame.box.width + 0.5 || height > frame.box.height + 0.5;
}

/** The nearest view that is allowed: neither too small nor too large, and no more empty room than there must be. */
export function clampView(view: View, frame: Frame): View {
  if (view.scale === "fit" || !isShown(frame)) return FIT;
  const fit = fitScale(frame);
  const scale = clamp(Math.min(fit, 1), view.scale, Math.max(fit, MAX_SCALE));
  const shown = shownSize(scale, frame);
  return {
    scale,
    centre: {
      x: clampCentre(view.centre.x, shown.width, frame.box.width),
      y: clampCentre(view.centre.y, shown.height, frame.box.height),
    },
  };
}

/** The picture's rectangle within its room, in CSS pixels; its edges lie on device pixels where `origin` says where the room itself is. */
export function pictureRect(view: View, frame: Frame, origin: Point = { x: 0, y: 0 }): Rect {
  if (!isShown(frame)) return { x: 0, y: 0, ...frame.box };
  const { scale, centre } = clampView(view, frame);
  const shown = shownSize(scale === "fit" ? fitScale(frame) : scale, frame);
  const { pixelRatio, box } = frame;
  const whole = (value: number) => Math.max(1, Math.round(value * pixelRatio)) / pixelRatio;
  const aligned = (value: number, from: number) =>
    Math.round((from + value) * pixelRatio) / pixelRatio - from;
  const [width, height] = [whole(shown.width), whole(shown.height)];
  return {
    x: aligned(box.width / 2 - centre.x * width, origin.x),
    y: aligned(box.height / 2 - centre.y * height, origin.y),
    width,
    height,
  };
}

/** Another scale, with what is under `point` (in the room's CSS pixels) staying there. */
export function zoomAt(view: View, frame: Frame, scale: number, point: Point): View {
  const before = pictureRect(view, frame);
  const under = toPicture(before, point);
  const allowed = clampView({ scale, centre: view.centre }, frame);
  if (allowed.scale === "fit") return FIT;
  const shown = shownSize(allowed.scale, frame);
  const centre = {
    x: under.x + (frame.box.width / 2 - point.x) / shown.width,
    y: under.y + (frame.box.height / 2 - point.y) / shown.height,
  };
  return clampView({ scale: allowed.scale, centre }, frame);
}

/** The picture moved by so many CSS pixels. */
export function panBy(view: View, frame: Frame, by: Point): View {
  if (view.scale === "fit" || !isShown(frame)) return view;
  const shown = shownSize(view.scale, frame);
  const centre = { x: view.centre.x - by.x / shown.width, y: view.centre.y - by.y / shown.height };
  return clampView({ scale: view.scale, centre }, frame);
}

/** The next stop of the buttons and keys: larger or smaller, never past the whole picture, which is `fit` again. */
export function step(view: View, frame: Frame, direction: 1 | -1): View {
  const now = scaleOf(view, frame);
  const fit = fitScale(frame);
  const middle = { x: frame.box.width / 2, y: frame.box.height / 2 };
  const least = Math.min(fit, 1);
  const stops = [...STOPS, fit].filter((stop) => stop >= least * 0.999).sort((a, b) => a - b);
  const next =
    direction > 0 ? stops.find((stop) => stop > now * 1.01) : stops.findLast((stop) => stop < now * 0.99);
  if (next === undefined) return view;
  return next === fit ? FIT : zoomAt(view, frame, next, middle);
}

/** The view after the picture has come in another size: as large as before on the page, but pixel for pixel if it was so. */
export function followPicture(view: View, before: Size, after: Size): View {
  if (view.scale === "fit" || view.scale === 1 || before.width === 0 || after.width === 0) return view;
  const sameShape = Math.abs(before.width / before.height / (after.width / after.height) - 1) < 0.02;
  return sameShape ? { ...view, scale: (view.scale * before.width) / after.width } : FIT;
}

/** A place in the room, in CSS pixels, as a place in the picture: 0 to 1 each way, and beyond outside of it. */
export function toPicture(rect: Rect, { x, y }: Point): Point {
  return { x: (x - rect.x) / rect.width, y: (y - rect.y) / rect.height };
}

/** A place in the picture (0 to 1 each way) as a place in the room, in CSS pixels. */
export function toBox(rect: Rect, { x, y }: Point): Point {
  return { x: rect.x + x * rect.width, y: rect.y + y * rect.height };
}

function shownSize(scale: number, { picture, pixelRatio }: Frame): Size {
  return { width: (picture.width * scale) / pixelRatio, height: (picture.height * scale) / pixelRatio };
}

/** A side that has room to spare is centred; one that has not keeps its edges outside. */
function clampCentre(centre: number, shown: number, room: number): number {
  if (shown <= room) return 0.5;
  const margin = room / 2 / shown;
  return clamp(margin, centre, 1 - margin);
}
