import { useEffect } from "preact/hooks";
import { annotator } from "../../state/annotations/annotator.ts";
import { takesKeys } from "../shortcuts.ts";
import { toggleTool, tool } from "./tool.ts";
import { toolKeyOf } from "./tool-keys.ts";

/** Listens for the tools' keys while they are offered. */
export function useToolKeys(offered: boolean): void {
  useEffect(() => {
    if (!offered) return;
    const onKey = (event: KeyboardEvent) => {
      // Where several shares are large, each listens, and the first one acts.
      if (event.defaultPrevented || takesKeys(event.target)) return;
      const action = toolKeyOf(event, tool.peek());
      if (action === null) return;
      event.preventDefault();
      if (action === "undo") annotator.peek()?.undo();
      else if (action === "put-down") {
        // Escape closes what lies below only when pressed once more.
        event.stopImmediatePropagation();
        tool.value = null;
      } else toggleTool(action.take);
    };
    addEventListener("keydown", onKey, { capture: true });
    return () => removeEventListener("keydown", onKey, { capture: true });
  }, [offered]);
}
