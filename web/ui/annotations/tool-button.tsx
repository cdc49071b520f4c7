import type { ComponentChildren } from "preact";

interface ToolButtonProps {
  /** The button's accessible name. */
  name: string;
  /** What it says to who rests on it; its name where nothing else is given. */
  tip?: string;
  /** The keys that do the same. */
  keys?: string;
  /** Where it is something that is on or off. */
  pressed?: boolean;
  onClick: () => void;
  children: ComponentChildren;
}

/** One button of the small bar over a share. */
export function ToolButton({ name, tip, keys, pressed, onClick, children }: ToolButtonProps) {
  return (
    <button
      type="button"
      class="drawing-tool"
      aria-label={name}
      aria-pressed={pressed}
      aria-keyshortcuts={keys}
      data-tip={tip ?? name}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
