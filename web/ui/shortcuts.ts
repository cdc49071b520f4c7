/** What a single key does during a call. */
export type Shortcut = "microphone" | "camera" | "share" | "chat" | "people" | "stats" | "hand";

const KEYS: Readonly<Record<string, Shortcut>> = {
  m: "microphone",
  v: "camera",
  s: "share",
  c: "chat",
  p: "people",
  i: "stats",
  h: "hand",
};

/** What matters of a keyboard event here. */
export interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
}

/** Whether a key is pressed by itself, to say something: not with a modifier besides shift, and not to write a letter of several keys. */
export function isPlain(press: Omit<KeyPress, "key" | "repeat">): boolean {
  return !(press.ctrlKey || press.altKey || press.metaKey || press.isComposing);
}

/** The shortcut of a key press, or null where somebody types, holds a modifier or has a dialog open. */
export function shortcutOf(press: KeyPress, typing: boolean): Shortcut | null {
  if (typing || press.repeat || !isPlain(press)) return null;
  return KEYS[press.key.toLowerCase()] ?? null;
}

/** Whether a key press holds the microphone open: space, where it does nothing else. */
export function holdsToTalk(press: Omit<KeyPress, "repeat">, target: EventTarget | null): boolean {
  if (press.key !== " " || !isPlain(press)) return false;
  return !takesKeys(target) && !isPressedBySpace(target);
}

function isPressedBySpace(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, summary, [role=tab], video") !== null;
}

/** Whether keys pressed at this element are meant for it. */
export function takesKeys(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable], dialog") !== null
  );
}
