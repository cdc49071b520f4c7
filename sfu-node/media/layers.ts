import type { Ladder } from "../../protocol/node/pipes.ts";
import { type Size, suffices } from "../../protocol/room/watching.ts";
import type { RtpParameters } from "../../protocol/rtp.ts";

const SCALABILITY_MODE = /^[LS]([1-9])T([1-9])(h)?/;

/** The layers that these parameters say will be sent: simulcast has one encoding each, SVC has all in one. */
export function ladderOf({ encodings = [] }: RtpParameters, source: Size | null): Ladder {
  const modes = encodings.map(({ scalabilityMode }) => SCALABILITY_MODE.exec(scalabilityMode ?? ""));
  const temporalLayers = Math.max(1, ...modes.map((mode) => Number(mode?.[2] ?? 1)));
  if (encodings.length > 1) {
    // Where no scale is named, a browser halves from layer to layer (WebRTC §5.2, addTransceiver).
    const isNamed = encodings.some(({ scaleResolutionDownBy }) => scaleResolutionDownBy !== undefined);
    const scales = encodings.map(({ scaleResolutionDownBy }, index) =>
      isNamed ? (scaleResolutionDownBy ?? 1) : 2 ** (encodings.length - 1 - index),
    );
    return { scales, temporalLayers, source };
  }
  const [mode] = modes;
  const spatialLayers = Number(mode?.[1] ?? 1);
  const step = mode?.[3] === undefined ? 2 : 1.5;
  const scales = Array.from({ length: spatialLayers }, (_, index) => step ** (spatialLayers - 1 - index));
  return { scales, temporalLayers, source };
}

/**
 * The lowest layers that show a picture well in this size, in pixels; the highest where the size of the source is not
 * known. Null where there is nothing to choose from.
 */
export function layersFor(
  wanted: Size,
  { scales, temporalLayers, source }: Ladder,
): { spatialLayer: number; temporalLayer: number } | null {
  if (scales.length === 1 && temporalLayers === 1) return null;
  const top = scales.length - 1;
  const enough = scales.findIndex((scale) => source !== null && suffices(wanted, source, scale));
  return { spatialLayer: enough === -1 ? top : enough, temporalLayer: temporalLayers - 1 };
}
