import type { Size } from "../../protocol/room/watching.ts";

/** What Chromium offers beyond the DOM's types: a small window of the page's own that stays above all others. */
interface DocumentPictureInPicture {
  readonly window: Window | null;
  requestWindow(options: Size): Promise<Window>;
}

declare global {
  interface Window {
    readonly documentPictureInPicture?: DocumentPictureInPicture;
  }
}

/** The largest that a window begins with, in CSS pixels. */
const LARGEST: Size = { width: 960, height: 600 };
/** Styles that have not come by then, in milliseconds, come when they may. */
const STYLES_WITHIN_MS = 1_500;

/**
 * Opens an empty window in this page's style; null where the browser does not allow it. Call it from a click. There is one
 * that stays above all others, and any number of usual ones.
 */
export async function openOwnWindow(picture: Size): Promise<Window | null> {
  const size = fittingSize(picture);
  const opened = (await openAbove(size)) ?? openUsual(size);
  if (opened === null) return null;
  const { document: inside } = opened;
  inside.documentElement.lang = document.documentElement.lang;
  inside.body.className = "own-window";
  await copyStyles(inside);
  return opened;
}

/** A window with the picture's shape, no larger than is handy. */
export function fittingSize({ width, height }: Size): Size {
  if (width <= 0 || height <= 0) return { width: 640, height: 360 };
  const scale = Math.min(1, LARGEST.width / width, LARGEST.height / height);
  return {
    width: Math.max(240, Math.round(width * scale)),
    height: Math.max(160, Math.round(height * scale)),
  };
}

async function openAbove(size: Size): Promise<Window | null> {
  const above = window.documentPictureInPicture;
  // Another one would take the place of the first.
  if (above === undefined || above.window !== null) return null;
  return above.requestWindow(size).catch(() => null);
}

function openUsual({ width, height }: Size): Window | null {
  return window.open("", "", `popup,width=${width},height=${height}`);
}

/** The page's own style sheets, which its content security policy allows there, too. */
async function copyStyles(inside: Document): Promise<void> {
  const sheets = document.querySelectorAll<HTMLElement>('link[rel="stylesheet"], style');
  const loaded = [...sheets].map((sheet) => {
    const copy = inside.importNode(sheet, true);
    if (copy instanceof HTMLLinkElement || "href" in copy)
      (copy as HTMLLinkElement).href = (sheet as HTMLLinkElement).href;
    inside.head.append(copy);
    if (sheet instanceof HTMLStyleElement) return Promise.resolve();
    return new Promise((resolve) => {
      copy.addEventListener("load", resolve);
      copy.addEventListener("error", resolve);
    });
  });
  const late = new Promise((resolve) => setTimeout(resolve, STYLES_WITHIN_MS));
  await Promise.race([Promise.all(loaded), late]);
}
