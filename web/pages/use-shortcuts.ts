import { useEffect, useRef } from "preact/hooks";
import { type Shortcut, shortcutOf, takesKeys } from "../ui/shortcuts.ts";

/** What each shortcut does; `close` is for Escape, null while nothing is open. */
export type ShortcutActions = Readonly<Record<Shortcut, () => void>> & {
  readonly close: (() => void) | null;
};

/** Listens for the call's single-key shortcuts. */
export function useShortcuts(actions: ShortcutActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const typing = takesKeys(event.target);
      if (event.key === "Escape" && !typing && latest.current.close && !document.fullscreenElement) {
        latest.current.close();
        return;
      }
      const shortcut = shortcutOf(event, typing);
      if (!shortcut) return;
      // Otherwise the key would be written into what the shortcut opens.
      event.preventDefault();
      latest.current[shortcut]();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
