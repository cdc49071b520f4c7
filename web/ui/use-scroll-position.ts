import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Message } from "../state/types.ts";

/** Nearer to the end than this, the list follows new messages. */
const AT_END_PX = 80;

/** Whether the end of a list is in sight. */
export function isAtEnd(box: Element): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX;
}

/** Whoever has scrolled up to read is thrown neither to the end by a new message nor away by older ones. */
export function useScrollPosition(
  list: RefObject<HTMLDivElement | null>,
  follows: RefObject<boolean>,
  all: readonly Message[],
): void {
  const before = useRef({ first: "", height: 0 });
  useLayoutEffect(() => {
    const box = list.current;
    if (box === null) return;
    const first = all[0]?.messageId ?? "";
    const grown = box.scrollHeight - before.current.height;
    if (follows.current) box.scrollTop = box.scrollHeight;
    else if (first !== before.current.first && grown > 0) box.scrollTop += grown;
    before.current = { first, height: box.scrollHeight };
  }, [all, list, follows]);
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const look = () => {
      follows.current = isAtEnd(box);
      before.current.height = box.scrollHeight;
    };
    box.addEventListener("scroll", look, { passive: true });
    // The box where one writes grows, a phone's keyboard comes up: what was at the end stays in sight.
    const resized = new ResizeObserver(() => {
      if (follows.current) box.scrollTop = box.scrollHeight;
    });
    resized.observe(box);
    return () => {
      box.removeEventListener("scroll", look);
      resized.disconnect();
    };
  }, [list, follows]);
}
