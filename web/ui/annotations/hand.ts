import { PICTURE_SPAN } from "../../../protocol/room/annotations.ts";
import type { Place } from "../../state/annotations/annotator.ts";

/** Points that are nearer to each other than this, in CSS pixels, are one: nobody sees a difference. */
const NEAREST = 2;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the pointer is, in CSS pixels within the window. */
export interface ClientPoint {
  readonly clientX: number;
  readonly clientY: number;
}

/** The place of a picture that is shown in this box, at this point; beyond its edge, the nearest on it. */
export function placeIn(box: Box, { clientX, clientY }: ClientPoint): Place {
  const part = (from: number, size: number, at: number) =>
    size > 0 ? Math.round(Math.max(0, Math.min((at - from) / size, 1)) * PICTURE_SPAN) : 0;
  return [part(box.left, box.width, clientX), part(box.top, box.height, clientY)];
}

/** The points of a movement that are worth drawing, after `last`. */
export function thinned<P extends ClientPoint>(last: ClientPoint | null, points: readonly P[]): P[] {
  let before = last;
  return points.filter((point) => {
    const isNear =
      before !== null && Math.hypot(point.clientX - before.clientX, point.clientY - before.clientY) < NEAREST;
    if (!isNear) before = point;
    return !isNear;
  });
}
