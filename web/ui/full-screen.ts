import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Hands that rest so long, in milliseconds, want to see the picture and nothing else. */
const IDLE_MS = 2_500;

/** Whether an element fills the screen. While it does, it has `data-idle` when nobody has moved for a while. */
export function useFullScreen(element: RefObject<HTMLElement | null>): boolean {
  const isFull = useSignal(false);
  useEffect(() => {
    const onChange = () => {
      isFull.value = element.current !== null && document.fullscreenElement === element.current;
    };
    document.addEventListener("fullscreenchange", onChange);
    return () => document.removeEventListener("fullscreenchange", onChange);
  }, [element, isFull]);
  useEffect(() => {
    if (isFull.value && element.current) return markIdle(element.current);
  }, [isFull.value, element]);
  return isFull.value;
}

function markIdle(element: HTMLElement): () => void {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const wake = () => {
    element.removeAttribute("data-idle");
    clearTimeout(timer);
    timer = setTimeout(() => element.setAttribute("data-idle", ""), IDLE_MS);
  };
  for (const type of ["pointermove", "pointerdown", "keydown"])
    element.addEventListener(type, wake, { signal: abort.signal });
  wake();
  return () => {
    abort.abort();
    clearTimeout(timer);
    element.removeAttribute("data-idle");
  };
}

/** What an iPhone has instead: its own player for one picture. */
interface PlayerVideo extends HTMLVideoElement {
  webkitEnterFullscreen?(): void;
}

/** Whether something can be given the whole screen here. */
export function canFillScreen(): boolean {
  return document.fullscreenEnabled || "webkitEnterFullscreen" in HTMLVideoElement.prototype;
}

/** Gives an element the whole screen, or takes it back where that element has it. */
export async function toggleFullScreen(element: HTMLElement): Promise<void> {
  try {
    if (!document.fullscreenEnabled) {
      return element.querySelector<PlayerVideo>("video")?.webkitEnterFullscreen?.();
    }
    if (document.fullscreenElement !== element) return await element.requestFullscreen();
    // One that was opened over another would leave that one full.
    while (document.fullscreenElement) await document.exitFullscreen();
  } catch {
    // The browser may refuse; the picture stays where it is.
  }
}
