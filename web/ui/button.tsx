import type { ComponentChildren, Ref } from "preact";

interface IconButtonProps {
  /** The button's accessible name. */
  name: string;
  /** Shown below the icon where there is room; a part of the name. */
  label?: string;
  icon: ComponentChildren;
  onClick: () => void;
  /** The single key that does the same. */
  shortcut?: string;
  tone?: "plain" | "primary" | "warning" | "danger";
  description?: string | undefined;
  expanded?: boolean;
  controls?: string;
  busy?: boolean;
  children?: ComponentChildren;
  buttonRef?: Ref<HTMLButtonElement>;
}

/** A button with an icon, a tooltip and, in the toolbar, a short label. */
export function IconButton(props: IconButtonProps) {
  const {
    name,
    label,
    icon,
    onClick,
    shortcut,
    tone = "plain",
    description,
    expanded,
    controls,
    busy,
  } = props;
  return (
    <button
      type="button"
      ref={props.buttonRef ?? null}
      class={`icon-button ${tone}${label ? " labelled" : ""}`}
      aria-label={name}
      aria-description={description}
      aria-keyshortcuts={shortcut}
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      aria-busy={busy || undefined}
      data-tip={shortcut ? `${name} (${shortcut.toUpperCase()})` : name}
      onClick={onClick}
    >
      {icon}
      {label ? (
        <span class="icon-label" aria-hidden="true">
          {label}
        </span>
      ) : null}
      {props.children}
    </button>
  );
}
