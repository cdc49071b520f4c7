import type { Page } from "playwright-core";
import { SCREENS } from "./shares.ts";
import { ssim } from "./ssim.ts";
import { READ_AREA } from "./text-page.ts";

/** A part of the shared window, in its pixels. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How the picture of a viewer compares with the shared window. */
export interface Sharpness {
  /** Milliseconds from `watchSharpness` to the first picture, and to the first that is sharp. */
  readonly firstAt: number | null;
  readonly sharpAt: number | null;
  /** Of the newest picture that was looked at. */
  readonly likeness: number;
}

/**
 * Compares, from now on, every picture of the first remote screen in a page with the shared window as it is: a part of it,
 * so that comparing does not take the time that decoding needs. It does so until it is called again for that page.
 *
 * @param sharp the likeness from which on it counts as sharp
 * @returns from when on it does, by the viewer's clock (`performance.now()`)
 */
export async function watchSharpness(viewer: Page, shared: Page, area: Area, sharp = 0.98): Promise<number> {
  const png = (await shared.screenshot()).toString("base64");
  // As text, because it is the page that compares.
  await viewer.evaluate(`globalThis.ssim = ${ssim.toString()}`);
  return viewer.evaluate(
    async ({ png, area, sharp, screens }) => {
      const { ssim: compare } = globalThis as unknown as { ssim: typeof ssim };
      const luma = (source: CanvasImageSource, { left, top, width, height }: Area) => {
        const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
        if (!context) throw new Error("no canvas");
        context.drawImage(source, left, top, width, height, 0, 0, width, height);
        const { data: rgba } = context.getImageData(0, 0, width, height);
        const data = new Uint8ClampedArray(width * height);
        for (let at = 0; at < data.length; at++) {
          const [red = 0, green = 0, blue = 0] = rgba.subarray(4 * at, 4 * at + 3);
          data[at] = 0.299 * red + 0.587 * green + 0.114 * blue;
        }
        return { width, height, data };
      };
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const reference = luma(image, area);
      const [from, size] = [performance.now(), { width: image.width, height: image.height }];
      const seen: Sharpness = { firstAt: null, sharpAt: null, likeness: 0 };
      Object.assign(globalThis, { sharpness: seen });
      const isOver = () => (globalThis as unknown as { sharpness: Sharpness }).sharpness !== seen;
      const look = (video: HTMLVideoElement) => {
        if (video.videoWidth !== size.width || video.videoHeight !== size.height) return;
        const at = performance.now() - from;
        const likeness = compare(reference, luma(video, area));
        const firstAt = seen.firstAt ?? at;
        Object.assign(seen, { likeness, firstAt, sharpAt: seen.sharpAt ?? (likeness >= sharp ? at : null) });
      };
      const followed = new WeakSet<HTMLVideoElement>();
      const follow = (video: HTMLVideoElement) => {
        if (followed.has(video)) return;
        followed.add(video);
        // It may show a picture already.
        look(video);
        const next = () => {
          if (isOver()) return;
          look(video);
          video.requestVideoFrameCallback(next);
        };
        video.requestVideoFrameCallback(next);
      };
      const timer = setInterval(() => {
        if (isOver()) return clearInterval(timer);
        const video = document.querySelector<HTMLVideoElement>(screens);
        if (video !== null) follow(video);
      }, 50);
      return from;
    },
    { png, area, sharp, screens: SCREENS },
  );
}

/** What `watchSharpness` has seen so far. */
export function seenSharpness(viewer: Page): Promise<Sharpness> {
  return viewer.evaluate(() => (globalThis as unknown as { sharpness: Sharpness }).sharpness);
}

/** A part of the first remote screen in a page as it is now, enlarged for who reads letters, as base64 of a PNG. */
export function pictureToRead(viewer: Page, area: Area = READ_AREA): Promise<string> {
  return viewer.evaluate(async ({ left, top, width, height }) => {
    const video = document.querySelector<HTMLVideoElement>('video[data-source="screen"]:not([data-self])');
    const canvas = new OffscreenCanvas(3 * width, 3 * height);
    const context = canvas.getContext("2d");
    if (!video || !context) throw new Error("no picture");
    context.imageSmoothingQuality = "high";
    context.drawImage(video, left, top, width, height, 0, 0, canvas.width, canvas.height);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  }, area);
}
