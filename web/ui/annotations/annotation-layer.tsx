import { useMemo } from "preact/hooks";
import { PICTURE_SPAN } from "../../../protocol/room/annotations.ts";
import type { Pointer, Stroke } from "../../state/annotations/marks.ts";
import { marksOn } from "../../state/annotations/shown.ts";
import { people, self } from "../../state/call.ts";
import { tintOf } from "../text.ts";
import { DrawingSurface } from "./drawing-surface.tsx";
import { MarksAnnouncer } from "./marks-announcer.tsx";
import { strokePath } from "./stroke-path.ts";

interface AnnotationLayerProps {
  /** Whose share it is, and which of theirs. */
  ownerId: string;
  streamId: string;
  /** What carries it now. */
  producerId: string;
  /** What it is called, for the reader of a screen: "your screen", "Ada’s screen". */
  title: string;
  /** Whether one may point and draw here. */
  mayDraw: boolean;
}

/**
 * What people point at and draw on a share. Lies exactly over its picture and is drawn as vectors, so that it is sharp
 * at any size. Movement and fading are the style sheet's: no script runs while nothing comes in.
 */
export function AnnotationLayer(props: AnnotationLayerProps) {
  const { ownerId, streamId, producerId, title, mayDraw } = props;
  const marks = marksOn(ownerId, streamId);
  const nameOf = (id: string) => people.value.find((person) => person.id === id)?.name ?? "";
  const selfId = self.value?.id;
  const authors = [...marks];
  return (
    <div class="annotations" data-live={authors.length > 0 ? "" : undefined}>
      <svg viewBox={`0 0 ${PICTURE_SPAN} ${PICTURE_SPAN}`} preserveAspectRatio="none" aria-hidden="true">
        {authors.map(([id, { strokes }]) => (
          <AuthorStrokes key={id} authorId={id} strokes={strokes} />
        ))}
      </svg>
      {mayDraw ? <DrawingSurface producerId={producerId} /> : null}
      {authors.map(([id, { pointer }]) =>
        pointer && id !== selfId ? (
          <RemotePointer key={id} id={id} name={nameOf(id)} pointer={pointer} />
        ) : null,
      )}
      <MarksAnnouncer
        title={title}
        authors={authors
          .filter(([id]) => id !== selfId)
          .map(([id, { strokes }]) => ({ id, name: nameOf(id), draws: strokes.length > 0 }))}
      />
    </div>
  );
}

function AuthorStrokes({ authorId, strokes }: { authorId: string; strokes: readonly Stroke[] }) {
  return useMemo(
    () => (
      <g data-tint={tintOf(authorId)} data-author={authorId}>
        {strokes.map((stroke) => (
          <StrokeLine key={stroke.id} stroke={stroke} />
        ))}
      </g>
    ),
    [authorId, strokes],
  );
}

/** A line on a dark one that is a little wider: it is seen on any picture. */
function StrokeLine({ stroke }: { stroke: Stroke }) {
  return useMemo(() => {
    const path = strokePath(stroke.points);
    return (
      <g class={stroke.fading ? "stroke fading" : "stroke"}>
        <path class="stroke-edge" d={path} />
        <path class="stroke-ink" d={path} />
      </g>
    );
  }, [stroke]);
}

/** Somebody's pointer with their name. It glides from place to place, as their hand did. */
function RemotePointer({ id, name, pointer }: { id: string; name: string; pointer: Pointer }) {
  const percent = (value: number) => `${((100 * value) / PICTURE_SPAN).toFixed(3)}%`;
  // Near the far edges the name is on the pointer's other side, where there is room.
  const sides = `${pointer.x > 0.8 * PICTURE_SPAN ? " left" : ""}${pointer.y > 0.85 * PICTURE_SPAN ? " above" : ""}`;
  return (
    <div
      class="remote-pointer"
      data-tint={tintOf(id)}
      data-author={id}
      style={{ transform: `translate(${percent(pointer.x)}, ${percent(pointer.y)})` }}
    >
      <svg class="remote-arrow" viewBox="0 0 18 20" aria-hidden="true">
        <path d="M1.5 1.5 16 8.6l-6.4 2.1-3 6.3Z" />
      </svg>
      <span class={`remote-name${sides}`}>{name}</span>
    </div>
  );
}
