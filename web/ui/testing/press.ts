import type { KeyPress } from "../shortcuts.ts";

/** One key pressed by itself, or with `more`. */
export function press(
  key: string,
  more: Partial<KeyPress & { shiftKey: boolean }> = {},
): KeyPress & { shiftKey: boolean } {
  const alone = { repeat: false, ctrlKey: false, altKey: false, metaKey: false, isComposing: false };
  return { key, ...alone, shiftKey: false, ...more };
}
