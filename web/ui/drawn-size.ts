import { FULL_SIZE, type Size } from "../../protocol/room/watching.ts";

/** What of a `<video>` decides how large its picture is drawn. */
interface Video {
  readonly videoWidth: number;
  readonly videoHeight: number;
  readonly dataset: { readonly source?: string | undefined };
}

/**
 * The size in device pixels in which a whole picture is drawn in a box of CSS pixels: cameras fill it and are cut,
 * screens fit into it. Before its shape is known, the box is it.
 */
export function drawnSize(video: Video, box: Size, density: number, isZoomed: boolean): Size {
  if (box.width === 0 || box.height === 0) return { width: 0, height: 0 };
  if (isZoomed) return FULL_SIZE;
  const { videoWidth, videoHeight, dataset } = video;
  if (videoWidth === 0 || videoHeight === 0) {
    return { width: box.width * density, height: box.height * density };
  }
  const ratios = [box.width / videoWidth, box.height / videoHeight];
  const scale = dataset.source === "camera" ? Math.max(...ratios) : Math.min(...ratios);
  return { width: videoWidth * scale * density, height: videoHeight * scale * density };
}
