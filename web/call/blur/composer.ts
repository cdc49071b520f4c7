import type { Effort } from "./pace.ts";
import type { Segmenter } from "./segmenter.ts";

/** The background is blurred at this width: a blur has no detail to lose. */
const BACKGROUND_WIDTH = 256;
/** Of the background's pixels: nothing on a shelf can be read after it. */
const BLUR_RADIUS = 7;
/** A blur is thin at the edge of its picture, where it has nothing to take from; so much of it is left outside. */
const MARGIN = 2 * BLUR_RADIUS;
const MOST_PIXELS: Readonly<Record<Exclude<Effort, "none">, number>> = {
  full: 1280 * 720,
  reduced: 640 * 360,
};

/** Puts people, as they are, before a blurred background. */
export class Composer {
  readonly #segmenter: Segmenter;
  readonly #whole = context();
  readonly #background = context();

  constructor(segmenter: Segmenter) {
    this.#segmenter = segmenter;
  }

  /** Draws a picture of this size with its background blurred. The canvas is drawn over at the next call. */
  draw(
    picture: CanvasImageSource,
    size: { width: number; height: number },
    effort: Exclude<Effort, "none">,
  ): OffscreenCanvas {
    const { width, height } = sizeWithin(size, MOST_PIXELS[effort]);
    const mask = this.#segmenter.mask(picture);
    const background = this.#blur(picture, height / width);
    const whole = resized(this.#whole, width, height);
    whole.globalCompositeOperation = "copy";
    whole.drawImage(mask, 0, 0, width, height);
    whole.globalCompositeOperation = "source-in";
    whole.drawImage(picture, 0, 0, width, height);
    whole.globalCompositeOperation = "destination-over";
    const inside = background.height - 2 * MARGIN;
    whole.drawImage(background, MARGIN, MARGIN, BACKGROUND_WIDTH, inside, 0, 0, width, height);
    return whole.canvas;
  }

  #blur(picture: CanvasImageSource, ratio: number): OffscreenCanvas {
    const height = Math.round(BACKGROUND_WIDTH * ratio);
    const background = resized(this.#background, BACKGROUND_WIDTH + 2 * MARGIN, height + 2 * MARGIN);
    if ("filter" in background) {
      background.filter = `blur(${BLUR_RADIUS}px)`;
      background.drawImage(picture, 0, 0, background.canvas.width, background.canvas.height);
    } else {
      blurByScaling(background, picture);
    }
    return background.canvas;
  }
}

/** Where a canvas has no filters (Safari before 18): what was drawn very small and is drawn large again is blurred too. */
function blurByScaling(target: OffscreenCanvasRenderingContext2D, picture: CanvasImageSource): void {
  const { width, height } = target.canvas;
  const small = { width: Math.ceil(width / BLUR_RADIUS), height: Math.ceil(height / BLUR_RADIUS) };
  target.drawImage(picture, 0, 0, small.width, small.height);
  target.drawImage(target.canvas, 0, 0, small.width, small.height, 0, 0, width, height);
}

/** The largest size of the same shape that has no more pixels than that; even, as video wants it. */
export function sizeWithin(
  { width, height }: { width: number; height: number },
  mostPixels: number,
): { width: number; height: number } {
  const scale = Math.min(1, Math.sqrt(mostPixels / (width * height)));
  const even = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2));
  return { width: even(width), height: even(height) };
}

/** Setting a canvas's size clears it and costs time, even where it stays the same. */
function resized(target: OffscreenCanvasRenderingContext2D, width: number, height: number) {
  if (target.canvas.width !== width) target.canvas.width = width;
  if (target.canvas.height !== height) target.canvas.height = height;
  // A new size forgets this too.
  target.imageSmoothingQuality = "high";
  return target;
}

function context(): OffscreenCanvasRenderingContext2D {
  const made = new OffscreenCanvas(1, 1).getContext("2d");
  if (made === null) throw new Error("This browser has no canvas off the screen.");
  return made;
}
