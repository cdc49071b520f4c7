import type { ElementHandle } from "playwright-core";

/** What happened to a `<video>` with the mark while it was watched. */
interface Watched {
  /** It is still in the page, */
  connected: boolean;
  /** and was emptied so often; */
  emptied: number;
  /** so many frames were shown, */
  frames: number;
  /** so many of them without the mark. */
  unreadable: number;
}

/** Looks at every frame that a `<video>` shows from now until `stop`. */
export async function watchPicture(
  video: ElementHandle<SVGElement | HTMLElement>,
): Promise<{ stop(): Promise<Watched> }> {
  const watch = await video.evaluateHandle((element) => {
    const picture = element as HTMLVideoElement;
    const seen = { connected: true, emptied: 0, frames: 0, unreadable: 0 };
    const canvas = new OffscreenCanvas(64, 1);
    const context2d = canvas.getContext("2d", { willReadFrequently: true });
    const look = () => {
      seen.frames += 1;
      context2d?.drawImage(picture, 0, picture.videoHeight / 4, picture.videoWidth, 1, 0, 0, 64, 1);
      const { data } = context2d?.getImageData(0, 0, 64, 1) ?? { data: new Uint8ClampedArray() };
      // A mark is half white, half black, whatever it counts.
      const lit = [...data].filter((value, index) => index % 4 === 0 && value > 128).length;
      if (lit < 24 || lit > 40) seen.unreadable += 1;
      picture.requestVideoFrameCallback(look);
    };
    picture.addEventListener("emptied", () => {
      seen.emptied += 1;
    });
    picture.requestVideoFrameCallback(look);
    return { picture, seen };
  });
  return {
    stop: () => watch.evaluate(({ picture, seen }) => ({ ...seen, connected: picture.isConnected })),
  };
}
