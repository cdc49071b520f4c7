import { tileQuality } from "../state/quality.ts";
import type { TileSpec } from "./layout.ts";
import { QualityBars } from "./quality-bars.tsx";
import { markText } from "./quality-words.ts";

/** How somebody's picture comes over, where that is not good. */
export function QualityMark({ tile: { person, source, stream } }: { tile: TileSpec }) {
  const quality = tileQuality(person, source, stream);
  if (quality.level === "good") return null;
  return (
    <span class={`quality-mark ${quality.level}`} role="img" aria-label={markText(quality)}>
      <QualityBars level={quality.level} />
    </span>
  );
}
