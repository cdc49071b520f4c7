import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { firstUnread } from "../state/read-marks.ts";
import { readAll, readPlace } from "../state/reading.ts";
import type { Message } from "../state/types.ts";
import { isAtEnd } from "./use-scroll-position.ts";

/**
 * Whoever looks at the end of the list has read it. Returns the message above which it says that it is new from there: the first
 * that was unread when one began to look, for as long as one does. Where not all that is new fits, its beginning is shown.
 */
export function useReading(
  list: RefObject<HTMLDivElement | null>,
  follows: RefObject<boolean>,
  all: readonly Message[],
): string | null {
  const mark = useSignal(firstUnread(all, readPlace.peek()));

  useLayoutEffect(() => {
    const box = list.current;
    const item = box?.querySelector(".unread-mark");
    if (!box || !item || item.getBoundingClientRect().top >= box.getBoundingClientRect().top) return;
    item.scrollIntoView({ block: "start" });
    follows.current = isAtEnd(box);
  }, [list, follows, mark.value]);

  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const look = () => {
      if (document.visibilityState === "visible" && isAtEnd(box)) readAll();
    };
    const begin = () => {
      if (document.visibilityState === "visible") mark.value = firstUnread(all, readPlace.peek());
      look();
    };
    look();
    box.addEventListener("scroll", look, { passive: true });
    document.addEventListener("visibilitychange", begin);
    return () => {
      box.removeEventListener("scroll", look);
      document.removeEventListener("visibilitychange", begin);
    };
  }, [list, all, mark]);
  return mark.value;
}
