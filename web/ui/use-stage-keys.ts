import { useEffect, useRef } from "preact/hooks";
import { takesKeys } from "./shortcuts.ts";
import { type StageAction, stageActionOf } from "./stage-keys.ts";
import { onZoomKey } from "./zoom/zoom-keys.ts";
import type { ZoomState } from "./zoom/zoom-state.ts";

interface StageKeys {
  /** Does what a key says; false where there is nothing to do it to. */
  readonly act: (action: StageAction) => boolean;
  /** The picture that zoom keys are for, wherever the focus is. */
  readonly zoom: () => ZoomState | null;
}

/** Listens for the stage's keys. What is pressed within a tile is that tile's first. */
export function useStageKeys(keys: StageKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || takesKeys(event.target)) return;
      const action = stageActionOf(event);
      if (action) {
        if (latest.current.act(action)) event.preventDefault();
        return;
      }
      // Elsewhere arrows scroll.
      const isArrow = event.key.startsWith("Arrow");
      const zoom = isArrow && event.target !== document.body ? null : latest.current.zoom();
      if (zoom) onZoomKey(event, zoom);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
