import type { Point } from "./zoom.ts";
import type { ZoomState } from "./zoom-state.ts";

/** How fast a wheel zooms: the natural logarithm of the factor, per pixel that it says. */
const WHEEL_SPEED = 0.01;
/** A notch of a mouse's wheel says a hundred pixels where two fingers say a few: it counts as so many. */
const WHEEL_MOST = 25;
/** Pixels in a line, for wheels that count in lines. */
const LINE = 16;
/** Two taps within this many milliseconds and CSS pixels are one double tap. */
const DOUBLE_TAP = { ms: 320, px: 28 };
/** A finger that moved less than this, in CSS pixels, has tapped. */
const TAP_PX = 10;

/** What Safari says of two fingers on a trackpad; the DOM's types do not know it. */
interface TrackpadGesture extends UIEvent {
  readonly scale: number;
  readonly clientX: number;
  readonly clientY: number;
}

interface Finger {
  readonly start: Point;
  readonly now: Point;
}

/** Lets wheels, trackpads, mice and fingers zoom and move a picture in this element. Returns what ends that. */
export function attachGestures(element: HTMLElement, zoom: ZoomState): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const within = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const onWheel = (event: WheelEvent) => handleWheel(event, zoom, within(event));
  element.addEventListener("wheel", onWheel, { passive: false, signal });
  attachTrackpad(element, zoom, within, signal);
  attachPointers(element, zoom, within, signal);
  return () => abort.abort();
}

function handleWheel(event: WheelEvent, zoom: ZoomState, point: Point): void {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    const delta = Math.max(-WHEEL_MOST, Math.min(event.deltaY * unit, WHEEL_MOST));
    zoom.zoomBy(Math.exp(-delta * WHEEL_SPEED), point);
  } else if (zoom.canPan) {
    event.preventDefault();
    zoom.pan({ x: -event.deltaX * unit, y: -event.deltaY * unit });
  }
}

/** Safari's way of telling a pinch on a trackpad; elsewhere it comes as a wheel with Control. */
function attachTrackpad(
  element: HTMLElement,
  zoom: ZoomState,
  within: (event: TrackpadGesture) => Point,
  signal: AbortSignal,
): void {
  let last = 1;
  const on = (type: string, handle: (event: TrackpadGesture) => void) =>
    element.addEventListener(
      type,
      (event) => {
        event.preventDefault();
        handle(event as TrackpadGesture);
      },
      { passive: false, signal },
    );
  on("gesturestart", () => {
    last = 1;
  });
  on("gesturechange", (event) => {
    zoom.zoomBy(event.scale / last, within(event));
    last = event.scale;
  });
}

function attachPointers(
  element: HTMLElement,
  zoom: ZoomState,
  within: (event: PointerEvent) => Point,
  signal: AbortSignal,
): void {
  const fingers = new Map<number, Finger>();
  let lastTap: { at: number; point: Point } | null = null;

  const onDown = (event: PointerEvent) => {
    // What lies in it and has a use of its own for the pointer keeps it.
    const isControl = (event.target as Element).closest("button") !== null;
    if (event.button !== 0 || isControl) return;
    const point = within(event);
    fingers.set(event.pointerId, { start: point, now: point });
    if (fingers.size === 2 || zoom.canPan) element.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const before = [...fingers.values()].map(({ now }) => now);
    fingers.set(event.pointerId, { ...finger, now: within(event) });
    const after = [...fingers.values()].map(({ now }) => now);
    if (fingers.size === 1 || fingers.size === 2) follow(zoom, before, after);
  };
  const onUp = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId);
    const wasAlone = fingers.size === 1;
    fingers.delete(event.pointerId);
    if (!finger || event.pointerType !== "touch" || event.type === "pointercancel") return;
    if (!wasAlone || distance(finger.start, finger.now) > TAP_PX) {
      lastTap = null;
      return;
    }
    const point = finger.now;
    const isSecond =
      lastTap !== null &&
      event.timeStamp - lastTap.at < DOUBLE_TAP.ms &&
      distance(lastTap.point, point) < DOUBLE_TAP.px;
    lastTap = isSecond ? null : { at: event.timeStamp, point };
    if (isSecond) zoom.toggleAt(point);
  };

  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("pointermove", onMove, { signal });
  element.addEventListener("pointerup", onUp, { signal });
  element.addEventListener("pointercancel", onUp, { signal });
}

/** The picture goes where the fingers, one or two, have taken it. */
function follow(zoom: ZoomState, before: readonly Point[], after: readonly Point[]): void {
  const [from, to] = [middle(before), middle(after)];
  zoom.pan({ x: to.x - from.x, y: to.y - from.y });
  const [a, b] = before;
  const [c, d] = after;
  if (a && b && c && d && distance(a, b) > 0) zoom.zoomBy(distance(c, d) / distance(a, b), to);
}

function middle(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
