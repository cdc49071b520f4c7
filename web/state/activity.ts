import { type ReadonlySignal, signal } from "@preact/signals";

/** Who has given no sign for so long is away. */
const AWAY_MS = 10 * 60_000;
const SIGNS = ["pointermove", "pointerdown", "keydown", "visibilitychange"] as const;

const away = signal(false);

/** Whether the person is away from this page. */
export const isAway: ReadonlySignal<boolean> = away;

/** Looks for signs of the person, until the function that is returned is called. */
export function watchActivity(): () => void {
  const stop = new AbortController();
  let signAt = Date.now();
  let timer: ReturnType<typeof setTimeout>;
  // One timer that looks when it ends, and not another one for each movement of the mouse.
  const look = () => {
    const left = signAt + AWAY_MS - Date.now();
    away.value = left <= 0;
    if (left > 0) timer = setTimeout(look, left);
  };
  const note = () => {
    signAt = Date.now();
    if (away.value) look();
  };
  for (const sign of SIGNS) document.addEventListener(sign, note, { signal: stop.signal, passive: true });
  look();
  return () => {
    stop.abort();
    clearTimeout(timer);
    away.value = false;
  };
}
