import { ImageSegmenter } from "@mediapipe/tasks-vision";
import { withMetadata } from "./model-metadata.ts";

/** What the model sees: more would not show it more. */
const WIDTH = 256;
const HEIGHT = 144;
/** A mask that follows each frame at once flickers along its edge; one that follows slowly leaves a shadow of who moves. */
const NEW_SHARE = 0.65;
/** Surer than the one is a person, less sure than the other is none; in between it fades. */
const PERSON_FROM = 0.65;
const NOBODY_UP_TO = 0.25;
/** Takes the steps out of the mask's edge, which is drawn five times as large. */
const SOFTEN = "blur(1.2px)";

/** Finds the people in pictures. */
export class Segmenter {
  readonly #segmenter: ImageSegmenter;
  readonly #input = context(WIDTH, HEIGHT);
  readonly #mask = context(WIDTH, HEIGHT);
  readonly #soft = context(WIDTH, HEIGHT);
  readonly #pixels = new ImageData(WIDTH, HEIGHT);
  readonly #sure = new Float32Array(WIDTH * HEIGHT);
  #timestamp = 0;

  private constructor(segmenter: ImageSegmenter) {
    this.#segmenter = segmenter;
    this.#soft.globalCompositeOperation = "copy";
    // Not every browser's canvas has filters; there the edge has its steps.
    if ("filter" in this.#soft) this.#soft.filter = SOFTEN;
  }

  /** Loads the library's program and the model from these addresses. */
  static async load(addresses: { loader: string; binary: string; model: string }): Promise<Segmenter> {
    const response = await fetch(addresses.model);
    if (!response.ok) throw new Error(`The model could not be loaded: ${response.status}`);
    const segmenter = await ImageSegmenter.createFromOptions(
      { wasmLoaderPath: addresses.loader, wasmBinaryPath: addresses.binary },
      {
        baseOptions: {
          modelAssetBuffer: withMetadata(new Uint8Array(await response.arrayBuffer())),
          // So small a model is quicker there than the way to the graphics processor and back.
          delegate: "CPU",
        },
        canvas: new OffscreenCanvas(1, 1),
        runningMode: "VIDEO",
        outputConfidenceMasks: true,
        outputCategoryMask: false,
      },
    );
    return new Segmenter(segmenter);
  }

  /** A picture's mask: opaque where people are. It is small, and is drawn over at the next call. */
  mask(picture: CanvasImageSource): OffscreenCanvas {
    this.#input.drawImage(picture, 0, 0, WIDTH, HEIGHT);
    // The library wants times that rise; which ones does not matter to it.
    this.#timestamp += 33;
    this.#segmenter.segmentForVideo(this.#input.canvas, this.#timestamp, ({ confidenceMasks }) => {
      const sure = confidenceMasks?.[0]?.getAsFloat32Array();
      if (sure?.length === this.#sure.length) this.#blend(sure);
    });
    this.#mask.putImageData(this.#pixels, 0, 0);
    this.#soft.drawImage(this.#mask.canvas, 0, 0);
    return this.#soft.canvas;
  }

  #blend(fresh: Float32Array): void {
    for (let at = 0; at < this.#sure.length; at += 1) {
      const sure = (fresh[at] ?? 0) * NEW_SHARE + (this.#sure[at] ?? 0) * (1 - NEW_SHARE);
      this.#sure[at] = sure;
      this.#pixels.data[4 * at + 3] = (255 * (sure - NOBODY_UP_TO)) / (PERSON_FROM - NOBODY_UP_TO);
    }
  }
}

function context(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const made = new OffscreenCanvas(width, height).getContext("2d");
  if (made === null) throw new Error("This browser has no canvas off the screen.");
  return made;
}
