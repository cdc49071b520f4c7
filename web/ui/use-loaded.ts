import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/**
 * A part of the page that is loaded when it is first wanted; null until it is there. Where it cannot be loaded the page goes on
 * without it, and `onFault` may say so.
 */
export function useLoaded<T>(
  load: () => Promise<T>,
  isWanted = true,
  onFault: () => void = () => undefined,
): T | null {
  const loaded = useSignal<{ value: T } | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    load().then((value) => {
      loaded.value = { value };
    }, onFault);
  }, [isWanted]);
  return loaded.value?.value ?? null;
}
