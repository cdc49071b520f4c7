import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Whether an element fills the screen. */
export function useFullScreen(element: RefObject<HTMLElement | null>): boolean {
  const isFull = useSignal(false);
  useEffect(() => {
    const onChange = () => {
      isFull.value = element.current !== null && document.fullscreenElement === element.current;
    };
    document.addEventListener("fullscreenchange", onChange);
    return () => document.removeEventListener("fullscreenchange", onChange);
  }, [element, isFull]);
  return isFull.value;
}

/** Gives an element the whole screen, or takes it back from whatever has it. */
export async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : element?.requestFullscreen());
  } catch {
    // The browser may refuse; the picture stays where it is.
  }
}
