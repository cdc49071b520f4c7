import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** The size of an element without padding, as it changes. */
export function useSize(element: RefObject<HTMLElement | null>): {
  readonly width: number;
  readonly height: number;
} {
  const size = useSignal({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!element.current) return;
    // The observer tells it only when the page is drawn, and until then there would be nothing to see.
    const { clientWidth: width, clientHeight: height } = element.current;
    size.value = { width, height };
    const observer = new ResizeObserver(([entry]) => {
      if (entry) size.value = { width: entry.contentRect.width, height: entry.contentRect.height };
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, size]);
  return size.value;
}
