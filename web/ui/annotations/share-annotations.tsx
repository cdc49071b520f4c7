import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { shareNow } from "../../state/annotations/shown.ts";
import { may, setDrawing } from "../../state/call.ts";
import type { TileSpec } from "../layout.ts";
import { titleOf } from "../tile-title.ts";

interface Parts {
  readonly AnnotationLayer: typeof import("./annotation-layer.tsx").AnnotationLayer;
  readonly DrawingTools: typeof import("./drawing-tools.tsx").DrawingTools;
}

/** What draws, once it is loaded: nobody waits for it to see a picture. */
const parts = signal<Parts | null>(null);

async function loadParts(): Promise<void> {
  const [{ AnnotationLayer }, { DrawingTools }] = await Promise.all([
    import("./annotation-layer.tsx"),
    import("./drawing-tools.tsx"),
    import("../../styles/annotations.css"),
  ]);
  parts.value ??= { AnnotationLayer, DrawingTools };
}

function useParts(): Parts | null {
  useEffect(() => {
    // Without it a share is still a share; the next one tries again.
    if (parts.peek() === null) loadParts().catch(() => undefined);
  }, []);
  return parts.value;
}

/** What one may do on the share in a tile; null where there is nothing to draw on. */
function rightsOn({ person, stream }: TileSpec) {
  const share = stream && shareNow(person.id, stream.streamId);
  if (!share) return null;
  const { producerId, drawing } = share;
  return {
    producerId,
    ownerId: person.id,
    streamId: stream.streamId,
    drawing,
    mayDraw: may("draw") && (person.isSelf || drawing),
    mayClearAll: person.isSelf || may("stop-drawing", person),
  };
}

/** Pointers and strokes over a share's picture. Goes into a box that is exactly the picture's. */
export function ShareAnnotations({ tile, isLarge }: { tile: TileSpec; isLarge: boolean }) {
  const loaded = useParts();
  const rights = rightsOn(tile);
  if (loaded === null || rights === null) return null;
  const { AnnotationLayer } = loaded;
  const { ownerId, streamId, producerId, mayDraw } = rights;
  return (
    <AnnotationLayer
      {...{ ownerId, streamId, producerId }}
      title={titleOf(tile)}
      mayDraw={mayDraw && isLarge}
    />
  );
}

/** The tools for that, in a tile of any size: on a small one just the sharer's own word on who may draw. */
export function ShareTools({ tile, isLarge }: { tile: TileSpec; isLarge: boolean }) {
  const loaded = useParts();
  const rights = rightsOn(tile);
  if (loaded === null || rights === null) return null;
  const { producerId, drawing, mayDraw, mayClearAll } = rights;
  const mayOpen = tile.person.isSelf;
  const mayClose = mayClearAll && drawing && isLarge;
  const onDrawing = mayOpen || mayClose ? (next: boolean) => void setDrawing(producerId, next) : null;
  const { DrawingTools } = loaded;
  const canDraw = mayDraw && isLarge;
  if (!canDraw && onDrawing === null) return null;
  return <DrawingTools {...{ producerId, drawing, mayClearAll, onDrawing }} mayDraw={canDraw} />;
}
