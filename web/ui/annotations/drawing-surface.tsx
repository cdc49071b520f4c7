import { useEffect, useRef } from "preact/hooks";
import { annotator } from "../../state/annotations/annotator.ts";
import { type ClientPoint, placeIn, thinned } from "./hand.ts";
import { keeps, tool } from "./tool.ts";

/** A stroke that is being drawn: the pointer that draws it, its last point, and how it goes on. */
interface Drawing {
  readonly pointerId: number;
  last: ClientPoint;
  readonly add: (points: readonly ClientPoint[]) => void;
}

/** Takes the mouse, the finger or the pen while one holds a tool; without one it lets everything through. */
export function DrawingSurface({ producerId }: { producerId: string }) {
  const surface = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const held = tool.value;

  // Who puts the pointer down, or leaves, points at nothing any more.
  useEffect(() => {
    if (held === null) return;
    const leave = () => annotator.peek()?.point(producerId, null);
    const whenHidden = () => document.visibilityState === "hidden" && leave();
    document.addEventListener("visibilitychange", whenHidden);
    return () => {
      document.removeEventListener("visibilitychange", whenHidden);
      drawing.current = null;
      leave();
    };
  }, [held, producerId]);

  const placeOf = (point: ClientPoint) =>
    placeIn(surface.current?.getBoundingClientRect() ?? { left: 0, top: 0, width: 0, height: 0 }, point);

  const onDown = (event: PointerEvent) => {
    if (held === null || event.button !== 0) return;
    // The picture is not moved by what draws on it.
    event.stopPropagation();
    surface.current?.setPointerCapture(event.pointerId);
    if (held === "pointer") return annotator.peek()?.point(producerId, placeOf(event));
    if (drawing.current !== null) return;
    const draw = annotator.peek()?.begin(producerId, keeps.peek());
    if (draw === undefined) return;
    const add = (points: readonly ClientPoint[]) => draw(points.map(placeOf));
    drawing.current = { pointerId: event.pointerId, last: event, add };
    add([event]);
  };

  const onMove = (event: PointerEvent) => {
    if (held === "pointer") {
      annotator.peek()?.point(producerId, placeOf(event));
      return;
    }
    const current = drawing.current;
    if (current?.pointerId !== event.pointerId) return;
    // What the browser has put together is taken apart: the line is as round as the hand's movement was.
    const moved = event.getCoalescedEvents?.() ?? [];
    const points = thinned(current.last, moved.length > 0 ? moved : [event]);
    const last = points.at(-1);
    if (last === undefined) return;
    current.last = last;
    current.add(points);
  };

  const onEnd = (event: PointerEvent) => {
    if (drawing.current?.pointerId === event.pointerId) drawing.current = null;
    // A finger that is lifted points nowhere, and so does a mouse that leaves.
    const isGone = event.type !== "pointerup" || event.pointerType === "touch";
    if (held === "pointer" && isGone) annotator.peek()?.point(producerId, null);
  };

  return (
    <div
      ref={surface}
      class="drawing-surface"
      data-tool={held ?? undefined}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onEnd}
      onPointerCancel={onEnd}
      onPointerLeave={onEnd}
    />
  );
}
