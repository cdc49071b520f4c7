import { isPlain, type KeyPress } from "../shortcuts.ts";

/** What a key or a button does to how a picture is looked at. */
export type ZoomAction = "in" | "out" | "fit" | "actual" | "left" | "right" | "up" | "down";

const KEYS: Readonly<Record<string, ZoomAction>> = {
  "+": "in",
  "=": "in",
  "-": "out",
  _: "out",
  "0": "fit",
  "1": "actual",
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Does what a key press says to a picture, where it says anything. */
export function onZoomKey(event: KeyboardEvent, zoom: { act(action: ZoomAction): void }): void {
  const action = zoomActionOf(event);
  if (action === null) return;
  event.preventDefault();
  zoom.act(action);
}

/** What a key press does to a picture, or null. Held down, it goes on. */
export function zoomActionOf(press: KeyPress): ZoomAction | null {
  if (!isPlain(press)) return null;
  return KEYS[press.key] ?? null;
}
