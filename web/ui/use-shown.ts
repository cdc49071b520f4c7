import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { hide, show } from "../state/watching.ts";
import { drawnSize } from "./drawn-size.ts";

/**
 * Pictures in a tab that nobody looks at are given up after this long: a quick look elsewhere costs nothing. With what the page waits to
 * tell the room, 200 ms at most, and its sender's second of calm, layers that nobody watches stop within two seconds.
 */
const HIDDEN_TAB_MS = 500;

/** What a picture says of how it is shown. */
interface Shown {
  readonly track: MediaStreamTrack;
  readonly isSelf: boolean;
  /** It is looked at closely: all of its pixels are wanted. */
  readonly isZoomed: boolean;
}

/** Says how large a picture is on the display, and whether it can be seen, as that changes. */
export function useShown(
  video: RefObject<HTMLVideoElement | null>,
  { track, isSelf, isZoomed }: Shown,
): void {
  useEffect(() => {
    const element = video.current;
    // An element may live in a window of its own.
    const home = element?.ownerDocument.defaultView;
    if (!element || !home || isSelf) return;
    return observe(element, home, { track, isZoomed });
  }, [video, track, isSelf, isZoomed]);
}

function observe(
  element: HTMLVideoElement,
  home: Window & typeof globalThis,
  { track, isZoomed }: Omit<Shown, "isSelf">,
): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  let inSight = true;
  let inHiddenTab = home.document.hidden;
  let floating: PictureInPictureWindow | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    const density = home.devicePixelRatio;
    const { clientWidth, clientHeight } = element;
    const box = floating ?? { width: clientWidth, height: clientHeight };
    const isSeen = floating !== null || (inSight && !inHiddenTab);
    const size = isSeen ? drawnSize(element, box, density, isZoomed) : { width: 0, height: 0 };
    const share = (box.width * box.height) / (home.innerWidth * home.innerHeight);
    show(element, { track, ...size, share: floating || isZoomed ? 1 : share });
  };

  const resized = new home.ResizeObserver(tell);
  resized.observe(element);
  const seen = new home.IntersectionObserver((entries) => {
    inSight = entries.at(-1)?.isIntersecting ?? inSight;
    tell();
  });
  seen.observe(element);
  home.document.addEventListener(
    "visibilitychange",
    () => {
      clearTimeout(timer);
      const { hidden } = home.document;
      timer = setTimeout(
        () => {
          inHiddenTab = hidden;
          tell();
        },
        hidden ? HIDDEN_TAB_MS : 0,
      );
    },
    { signal },
  );
  // The page's own zoom, or another display; and a picture that changes its own size.
  home.addEventListener("resize", tell, { signal });
  element.addEventListener("resize", tell, { signal });
  element.addEventListener(
    "enterpictureinpicture",
    (event) => {
      floating = event.pictureInPictureWindow;
      floating.addEventListener("resize", tell, { signal });
      tell();
    },
    { signal },
  );
  element.addEventListener(
    "leavepictureinpicture",
    () => {
      floating = null;
      tell();
    },
    { signal },
  );
  tell();
  return () => {
    abort.abort();
    clearTimeout(timer);
    resized.disconnect();
    seen.disconnect();
    hide(element);
  };
}
