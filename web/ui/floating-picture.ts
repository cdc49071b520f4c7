import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Whether this browser lets a picture float above all windows. */
export function canFloat(): boolean {
  return document.pictureInPictureEnabled === true;
}

/** Whether the picture in this tile floats above all windows. */
export function useFloating(tile: RefObject<HTMLElement | null>): boolean {
  const isFloating = useSignal(false);
  useEffect(() => {
    const element = tile.current;
    if (!element) return;
    const onChange = () => {
      const floating = document.pictureInPictureElement ?? null;
      isFloating.value = floating !== null && element.contains(floating);
    };
    // Both rise from the `<video>`.
    element.addEventListener("enterpictureinpicture", onChange);
    element.addEventListener("leavepictureinpicture", onChange);
    return () => {
      element.removeEventListener("enterpictureinpicture", onChange);
      element.removeEventListener("leavepictureinpicture", onChange);
    };
  }, [tile, isFloating]);
  return isFloating.value;
}

/** Lets the picture in a tile float above all windows, or takes it back. */
export async function toggleFloating(tile: HTMLElement): Promise<void> {
  const video = tile.querySelector("video");
  try {
    if (video !== null && document.pictureInPictureElement === video) await document.exitPictureInPicture();
    else await video?.requestPictureInPicture();
  } catch {
    // The browser may refuse; the picture stays where it is.
  }
}
