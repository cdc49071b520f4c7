import { type Size, suffices } from "../../protocol/room/watching.ts";
import { shrinkage } from "./encodings.ts";

/** What of an encoding follows demand; the rest of it stays as it was chosen. */
export interface WantedEncoding {
  readonly active: boolean;
  readonly scaleResolutionDownBy?: number;
  readonly scalabilityMode?: string;
  readonly maxBitrate?: number;
}

/** An encoding as it was chosen when the stream began; `maxBitrate` is in bit/s. */
export type ChosenEncoding = WantedEncoding;

const SPATIAL_LAYERS = /^L([23])(T[1-3]_KEY)$/;

/**
 * What to send of a picture of this size at its source, where nobody wants more than `demand`: 0 × 0 stops everything;
 * else every layer up to the smallest that suffices, because below it are those for whoever has less room or bandwidth.
 */
export function encodingsFor(
  demand: Size,
  source: Size | null,
  chosen: readonly ChosenEncoding[],
): WantedEncoding[] {
  const isWanted = demand.width > 0 && demand.height > 0;
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) {
    return [{ active: isWanted, ...(isWanted ? layersOf(only, demand, source) : {}) }];
  }
  const scales = chosen.map(({ scaleResolutionDownBy = 1 }) => scaleResolutionDownBy);
  const top = source === null ? -1 : scales.findIndex((scale) => suffices(demand, source, scale));
  return scales.map((_, index) => ({ active: isWanted && (top === -1 || index <= top) }));
}

/**
 * The one encoding of a picture that goes to one viewer: as small as that one shows it, down to a quarter of its width, with
 * as many bits as a picture of that size has in `encodings.ts`.
 */
export function shrunkFor(demand: Size, source: Size | null, chosen: ChosenEncoding): WantedEncoding {
  if (demand.width === 0 || demand.height === 0) return { active: false };
  const scale = source === null ? 1 : ([4, 2].find((each) => suffices(demand, source, each)) ?? 1);
  const { maxBitrate } = chosen;
  return {
    active: true,
    scaleResolutionDownBy: scale,
    ...(maxBitrate === undefined ? {} : { maxBitrate: Math.round(maxBitrate * shrinkage(scale)) }),
  };
}

/**
 * Layers within one stream: without the largest, the next one is the whole picture, scaled down as much. So each layer
 * keeps its number and its size. Only where layers do not lean on each other between key frames.
 */
function layersOf(
  { scaleResolutionDownBy = 1, scalabilityMode }: ChosenEncoding,
  demand: Size,
  source: Size | null,
): Omit<WantedEncoding, "active"> {
  const [, count, rest] = SPATIAL_LAYERS.exec(scalabilityMode ?? "") ?? [];
  if (count === undefined || rest === undefined) return {};
  let layers = Number(count);
  let scale = scaleResolutionDownBy;
  while (layers > 1 && source !== null && suffices(demand, source, scale * 2)) {
    layers -= 1;
    scale *= 2;
  }
  return {
    scaleResolutionDownBy: scale,
    scalabilityMode: layers === 1 ? `L1${rest.slice(0, 2)}` : `L${layers}${rest}`,
  };
}

/** Whether something is wanted of `next` that is not sent now: then it is not to wait. */
export function isMore(next: readonly WantedEncoding[], now: readonly WantedEncoding[]): boolean {
  return next.some(({ active, scaleResolutionDownBy = 1 }, index) => {
    const before = now[index];
    if (!active || before === undefined) return false;
    return !before.active || scaleResolutionDownBy < (before.scaleResolutionDownBy ?? 1);
  });
}
