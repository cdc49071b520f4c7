import { isPlain, type KeyPress } from "./shortcuts.ts";

/** What a key does to the stage as a whole. */
export type StageAction = "full-screen" | "next" | "previous" | "all";

const KEYS: Readonly<Record<string, StageAction>> = { f: "full-screen", n: "next", g: "all" };

/** What a key press does to the stage, or null where it is held down or a modifier is. */
export function stageActionOf(press: KeyPress & { readonly shiftKey: boolean }): StageAction | null {
  if (press.repeat || !isPlain(press)) return null;
  const action = KEYS[press.key.toLowerCase()] ?? null;
  return action === "next" && press.shiftKey ? "previous" : action;
}

/** The one after or before `current` in a circle; the first or the last where there is none. */
export function neighbour(keys: readonly string[], current: string | null, direction: 1 | -1): string | null {
  const at = current === null ? -1 : keys.indexOf(current);
  if (at < 0) return (direction > 0 ? keys[0] : keys.at(-1)) ?? null;
  return keys.at((at + direction) % keys.length) ?? null;
}
