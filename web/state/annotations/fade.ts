import { effect } from "@preact/signals";
import { store } from "../call-store.ts";
import { agedAll, nextChangeOfAll } from "./annotations.ts";

/** Has marks fade and go when their time has come, until the returned function is called. No clock runs while nothing will. */
export function letMarksFade(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    clearTimeout(timer);
    const next = nextChangeOfAll(store.annotations.value);
    if (next === null) return;
    timer = setTimeout(
      () => {
        store.annotations.value = agedAll(store.annotations.peek(), Date.now());
      },
      Math.max(0, next - Date.now()),
    );
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
