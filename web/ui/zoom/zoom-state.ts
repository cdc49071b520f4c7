import { batch, signal } from "@preact/signals";
import type { Size } from "../../../protocol/room/watching.ts";
import {
  canPan,
  clampView,
  FIT,
  type Frame,
  fitScale,
  followPicture,
  type Point,
  panBy,
  scaleOf,
  step,
  type View,
  zoomAt,
} from "./zoom.ts";
import type { ZoomAction } from "./zoom-keys.ts";

/** How far an arrow key moves the picture: a part of its room. */
const ARROW_PART = 0.12;
/** A double tap comes at least this much closer than the whole picture. */
const TAP_FACTOR = 2;

const UNKNOWN: Frame = { box: { width: 0, height: 0 }, picture: { width: 0, height: 0 }, pixelRatio: 1 };

const ARROWS: Partial<Record<ZoomAction, Point>> = {
  left: { x: 1, y: 0 },
  right: { x: -1, y: 0 },
  up: { x: 0, y: 1 },
  down: { x: 0, y: -1 },
};

/** How one picture is looked at, and what hands and keys do to it. */
export class ZoomState {
  readonly view = signal<View>(FIT);
  readonly frame = signal<Frame>(UNKNOWN);
  /** Whether the last change is worth a short movement: a press is, what follows a hand is not. */
  readonly eased = signal(false);

  /** The room for the picture has another size, in CSS pixels, or the display another density. */
  setBox(box: Size, pixelRatio: number): void {
    this.#change({ ...this.frame.peek(), box, pixelRatio }, this.view.peek(), false);
  }

  /** The picture comes in another size, in its own pixels. */
  setPicture(picture: Size): void {
    const frame = this.frame.peek();
    const { width, height } = frame.picture;
    if (picture.width === width && picture.height === height) return;
    this.#change({ ...frame, picture }, followPicture(this.view.peek(), frame.picture, picture), false);
  }

  /** Whether the picture can be moved in its room. */
  get canPan(): boolean {
    return canPan(this.view.peek(), this.frame.peek());
  }

  /** Does what a button or key says. */
  act(action: ZoomAction): void {
    const [view, frame] = [this.view.peek(), this.frame.peek()];
    const { width, height } = frame.box;
    const arrow = ARROWS[action];
    if (arrow) {
      const by = { x: arrow.x * width * ARROW_PART, y: arrow.y * height * ARROW_PART };
      return this.#change(frame, panBy(view, frame, by), true);
    }
    if (action === "in" || action === "out")
      return this.#change(frame, step(view, frame, action === "in" ? 1 : -1), true);
    const middle = { x: width / 2, y: height / 2 };
    this.#change(frame, action === "fit" ? FIT : zoomAt(view, frame, 1, middle), true);
  }

  /** Zooms by a factor, with what is under `point` (CSS pixels within the room) staying there. */
  zoomBy(factor: number, point: Point): void {
    const [view, frame] = [this.view.peek(), this.frame.peek()];
    const scale = scaleOf(view, frame) * factor;
    const fit = fitScale(frame);
    // Back at the whole picture it follows the room again, unless pixel for pixel is smaller still.
    const next = fit <= 1 && scale <= fit ? FIT : zoomAt(view, frame, scale, point);
    this.#change(frame, next, false);
  }

  /** Moves the picture by so many CSS pixels. */
  pan(by: Point): void {
    const frame = this.frame.peek();
    this.#change(frame, panBy(this.view.peek(), frame, by), false);
  }

  /** Between the whole picture and a close look at `point` (CSS pixels within the room). */
  toggleAt(point: Point): void {
    const [view, frame] = [this.view.peek(), this.frame.peek()];
    const close = Math.max(1, fitScale(frame) * TAP_FACTOR);
    this.#change(frame, view.scale === "fit" ? zoomAt(view, frame, close, point) : FIT, true);
  }

  #change(frame: Frame, view: View, eased: boolean): void {
    batch(() => {
      this.frame.value = frame;
      this.view.value = clampView(view, frame);
      this.eased.value = eased;
    });
  }
}
