import type { ElementHandle } from "playwright-core";

/** What happened to a picture with the mark while it was watched. */
interface Watched {
  /** Its tile is still in the page, */
  connected: boolean;
  /** and was drawn so often without a picture; */
  missing: number;
  /** its element was emptied so often; */
  emptied: number;
  /** so many frames were shown, */
  frames: number;
  /** so many of them without the mark. */
  unreadable: number;
}

/** Looks at every frame that the tile of a `<video>` shows from now on, in whichever element it does; `seen` says what came of it. */
export async function watchPicture(
  video: ElementHandle<SVGElement | HTMLElement>,
): Promise<{ seen(): Promise<Watched> }> {
  const watch = await video.evaluateHandle((element) => {
    const tile = element.closest("figure");
    const seen = { missing: 0, emptied: 0, frames: 0, unreadable: 0 };
    const canvas = new OffscreenCanvas(64, 1);
    const context2d = canvas.getContext("2d", { willReadFrequently: true });
    let current: HTMLVideoElement | null = null;
    const look = (picture: HTMLVideoElement) => {
      if (picture !== current) return;
      seen.frames += 1;
      context2d?.drawImage(picture, 0, picture.videoHeight / 4, picture.videoWidth, 1, 0, 0, 64, 1);
      const { data } = context2d?.getImageData(0, 0, 64, 1) ?? { data: new Uint8ClampedArray() };
      // A mark is half white, half black, whatever it counts.
      const lit = [...data].filter((value, index) => index % 4 === 0 && value > 128).length;
      if (lit < 24 || lit > 40) seen.unreadable += 1;
      picture.requestVideoFrameCallback(() => look(picture));
    };
    const follow = () => {
      if (!tile?.isConnected) return;
      const picture = tile.querySelector<HTMLVideoElement>("video[data-source]");
      if (picture === null) seen.missing += 1;
      if (picture !== null && picture !== current) {
        current = picture;
        picture.addEventListener("emptied", () => {
          if (picture === current) seen.emptied += 1;
        });
        picture.requestVideoFrameCallback(() => look(picture));
      }
      requestAnimationFrame(follow);
    };
    follow();
    return { tile, seen };
  });
  return {
    seen: () => watch.evaluate(({ tile, seen }) => ({ ...seen, connected: tile?.isConnected === true })),
  };
}
